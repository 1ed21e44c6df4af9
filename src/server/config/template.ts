/** What `vmixctl config init` writes: it can be used as it is, with a vMix on this machine. */
export const configTemplate = `# Configuration of "vmixctl serve". Every setting: docs/configuration.md
# Check it with "vmixctl config check". A secret never stands here: name a variable (env:TW_KEY) or a file (file:twitch.key).

# Where the page and the API are. For browsers on other machines make a token first: vmixctl token add
listen: 127.0.0.1:8480

# Every vMix that is watched and driven. The show log belongs to the id: leave it as it is when the address changes.
instances:
  - id: studio
    name: Studio
    host: localhost
    port: 8088
    # With a password on vMix's Web Controller:
    # username: admin
    # password: env:VMIX_PASSWORD

# The gateway is started where none runs: it measures, records, and sends to any number of destinations.
# When vMix is on another machine, say how it reaches this one:
# gateway:
#   rtmpListen: 0.0.0.0:1935
#   advertise: 192.168.1.10:1935

# Where streams can be sent to; more can be added on the page.
destinations: []
# destinations:
#   - id: twitch
#     name: Twitch
#     platform: twitch
#     key: env:TW_KEY
#   - id: studio-b
#     name: Studio B
#     platform: srt
#     url: srt://192.168.1.30:9000
#     key: file:srt.passphrase

# A preflight measures the line by sending to an address of yours that takes what is posted to it:
# preflight:
#   uploadTo: https://upload.example/sink
`
