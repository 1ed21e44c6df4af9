import { describe, expect, it } from 'vitest'
import { xmlText } from './xml-text.ts'

const XML =
  '<vmix><version>29.0.0.49</version><inputs>' +
  '<input key="a" number="1" title="Tür &amp; &quot;Tor&quot;">Tür</input>' +
  '<input key="b" number="2" title="Title">Title<text index="0" name="Headline.Text">two\nlines</text>' +
  '<text index="1" name="a/b]">slash</text></input>' +
  '</inputs><overlays><overlay number="1" /></overlays><streaming channel1="True">True</streaming></vmix>'

describe('xmlText', () => {
  it.each([
    ['vmix/version', '29.0.0.49'],
    ['/vmix/version', '29.0.0.49'],
    [' vmix/streaming ', 'True'],
    ['vmix/streaming/@channel1', 'True'],
    ['vmix/inputs/input[1]/@title', 'Tür & "Tor"'],
    ['vmix/inputs/input/@title', 'Tür & "Tor"'],
    ['vmix/inputs/input[2]', 'Titletwo\nlinesslash'],
    ["vmix/inputs/input[@number='2']/@key", 'b'],
    ['vmix/inputs/input[@key="b"]/text[@name=\'Headline.Text\']', 'two\nlines'],
    ['vmix/inputs/input[2]/text[last()]/@index', '1'],
    ['vmix/*[1]', '29.0.0.49'],
    ['vmix/inputs/input[1]/text()', 'Tür'],
    ['vmix/overlays/overlay[1]', ''],
  ])('%s is %j', (path, value) => {
    expect(xmlText(XML, path)).toBe(value)
  })

  it.each([
    '',
    ' ',
    'version',
    'vmix/nothing',
    'vmix/inputs/input[3]/@title',
    'vmix/inputs/input[0]',
    'vmix/inputs/input[1]/@constructor',
    'vmix/inputs/input[@number=2]',
    'vmix/@x/version',
    'vmix/inputs/input[',
    'count(vmix/inputs/input)',
    `vmix/${'x'.repeat(2000)}`,
  ])('%.60s names nothing', (path) => {
    expect(xmlText(XML, path)).toBeNull()
  })
})
