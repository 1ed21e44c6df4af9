/** State documents in the layout of vMix 29, made here, so that the bench needs no captured one. */

/** About 2 KB: a small preset with four inputs, streaming and recording. */
export const smallDocument: string = stateDocument(4)

/** About 28 KB: the size of a captured preset of a sports production with dozens of inputs. On one line, as vMix sends it. */
export const largeDocument: string = stateDocument(74)

/** The same size, with fewer inputs, indented by four, as people keep and share them. */
export const indentedDocument: string = indented(stateDocument(64))

function stateDocument(inputs: number): string {
  const lines = ['<vmix>', '<version>29.0.0.49</version>', '<edition>Pro</edition>']
  lines.push('<preset>C:\\Shows\\Friday &amp; Saturday.vmix</preset>', '<inputs>')
  for (let number = 1; number <= inputs; number++) lines.push(input(number))
  lines.push('</inputs>', '<overlays>')
  for (let number = 1; number <= 16; number++) lines.push(`<overlay number="${number}" />`)
  lines.push(
    '</overlays>',
    '<preview>2</preview>',
    '<active>1</active>',
    '<fadeToBlack>False</fadeToBlack>',
    '<transitions>',
  )
  for (const [i, effect] of ['Fade', 'Merge', 'Wipe', 'CubeZoom'].entries()) {
    lines.push(`<transition number="${i + 1}" effect="${effect}" duration="1000" />`)
  }
  lines.push('</transitions>')
  lines.push('<recording duration="515" filename1="C:\\Recordings\\capture.mp4">True</recording>')
  lines.push('<external>False</external>', '<streaming channel1="True" channel2="True">True</streaming>')
  lines.push(
    '<playList>False</playList>',
    '<multiCorder>False</multiCorder>',
    '<fullscreen>False</fullscreen>',
    '<audio>',
  )
  lines.push('<master volume="100" muted="False" meterF1="0.0411" meterF2="0.0398" headphonesVolume="74.80521" />')
  lines.push('<busA volume="100" muted="False" meterF1="0" meterF2="0" solo="False" sendToMaster="False" />')
  lines.push('</audio>', '<dynamic><input1></input1><input2></input2><value1></value1></dynamic>', '</vmix>')
  return lines.join('')
}

function input(number: number): string {
  const key = `26cae087-b7b6-4d45-98e4-${String(number).padStart(12, '0')}`
  const common = `key="${key}" number="${number}" title="Camera ${number}.mp4" shortTitle="Camera ${number}" position="0" loop="False"`
  if (number % 4 === 0) {
    return `<input ${common} type="GT" state="Paused" duration="0" selectedIndex="0">Camera ${number}<text index="0" name="Headline.Text">Grüße &amp; mehr ${number}</text><text index="1" name="Description.Text">Line two</text></input>`
  }
  const sound =
    'muted="False" volume="100" balance="0" solo="False" soloPFL="False" audiobusses="M,A" meterF1="0.0123" meterF2="0.0119" gainDb="0"'
  const layers = `<overlay index="0" key="${key}"><position panX="0.5" zoomX="0.5" zoomY="0.5" /></overlay>`
  return `<input ${common} type="Capture" state="Running" duration="0" ${sound}>Camera ${number}${number % 3 === 0 ? layers : ''}</input>`
}

/** A line for each element, attributes of inputs over several lines. */
function indented(document: string): string {
  const wrapped = document.replace(/ (?=state=|volume=|meterF1=)/g, '\r\n            ')
  return wrapped
    .replace(/></g, '>\r\n    <')
    .replace(/\r\n {4}(<\/?(?:input|overlay|transition|master|bus)[ >])/g, '\r\n        $1')
}
