import { describe, expect, it } from 'vitest'
import { OperationFailed } from '../operation/operation-failed.ts'
import { checkRecording, type RecordingRequest } from './recording-request.ts'

function failure(request: RecordingRequest, hasGateway = true): OperationFailed {
  try {
    checkRecording(request, hasGateway)
  } catch (error) {
    if (error instanceof OperationFailed) return error
    throw error
  }
  throw new Error('it was accepted')
}

describe('checkRecording', () => {
  it('leaves it to vMix only when file name, format and quality are all absent', () => {
    expect(checkRecording({}, false)).toEqual({ recorder: 'vmix' })
    expect(checkRecording({ recorder: 'vmix' }, true)).toEqual({ recorder: 'vmix' })
    expect(failure({ recorder: 'vmix', filename: 'a.mp4' }).code).toBe('unsupported')
    expect(failure({ format: 'MP4' }, false).message).toContain('cannot set')
    expect(failure({ recorder: 'gateway' }, false).code).toBe('unsupported')
  })

  it('records through the gateway where there is one, MP4 and high unless told otherwise', () => {
    const all = {
      recorder: 'gateway',
      format: 'MP4',
      quality: 'high',
      encode: null,
      splitSeconds: null,
      splitBytes: null,
      commonStart: null,
    }
    expect(checkRecording({}, true)).toEqual({ ...all, filename: null })
    expect(checkRecording({ filename: 'show' }, true)).toEqual({ ...all, filename: 'show.mp4' })
    expect(checkRecording({ filename: 'production.mkv', format: 'MKV', quality: 'high' }, true)).toEqual({
      recorder: 'gateway',
      filename: 'production.mkv',
      format: 'MKV',
      quality: 'high',
      encode: null,
      splitSeconds: null,
      splitBytes: null,
      commonStart: null,
    })
    expect(checkRecording({ filename: 'production.MKV' }, true)).toMatchObject({ format: 'MKV' })
    expect(checkRecording({ filename: 'show.avi' }, true)).toMatchObject({ format: 'AVI' })
    expect(checkRecording({ format: 'mov' }, true)).toMatchObject({ format: 'MOV' })
    expect(checkRecording({ filename: 'v1.2 final' }, true)).toMatchObject({ filename: 'v1.2 final.mp4' })
  })

  it.each([
    [{ format: 'WMV' }, 'Invalid format. Must be one of: MP4, AVI, MOV, MKV'],
    [{ quality: 'best' }, 'Invalid quality. Must be one of: low, medium, high, custom'],
    [{ recorder: 'obs' }, 'Invalid recorder. Must be one of: vmix, gateway'],
    [{ filename: '' }, 'empty'],
    [{ filename: '../etc/passwd' }, 'without folders'],
    [{ filename: 'a\\b.mp4' }, 'without folders'],
    [{ filename: '..' }, 'without folders'],
    [{ filename: 'con' }, 'Windows keeps'],
    [{ filename: 'LPT1.mp4' }, 'Windows keeps'],
    [{ filename: 'a?.mp4' }, 'must not hold'],
    [{ filename: 'a\u0000.mp4' }, 'must not hold'],
    [{ filename: 'show. ' }, 'dot or a blank'],
    [{ filename: 'ü'.repeat(101) }, '200 bytes'],
    [{ filename: 'a.mkv', format: 'MP4' }, 'Make them agree'],
    [{ filename: '{day}.mkv' }, '{day} stands for nothing'],
    [{ splitSeconds: 0 }, 'Invalid splitSeconds. Must be a whole number, 1 to 86400.'],
    [{ splitSeconds: 1.5 }, 'Invalid splitSeconds'],
    [{ commonStart: 'a b' }, 'Invalid commonStart'],
    [{ splitBytes: 999_999 }, 'Invalid splitBytes. Must be a whole number, 1000000 or more.'],
  ])('refuses %j with a message of its own', (request, message) => {
    const { code, message: said } = failure(request)
    expect(code).toBe('validation_error')
    expect(said).toContain(message)
  })

  it.each([
    [{ quality: 'low' }, { height: 480, kbps: 1500 }],
    [
      { quality: 'medium', format: 'MKV' },
      { height: 720, kbps: 4000 },
    ],
    [
      { quality: 'custom', videoKbps: 2500 },
      { height: null, kbps: 2500 },
    ],
    [
      { quality: 'custom', videoKbps: 2500, height: 540 },
      { height: 540, kbps: 2500 },
    ],
    [{ quality: 'high' }, null],
  ])('knows what %j means', (request, encode) => {
    expect(checkRecording(request, true)).toMatchObject({ quality: request.quality, encode })
  })

  it.each([
    [{ quality: 'custom' }, 'needs videoKbps'],
    [{ quality: 'custom', videoKbps: 99 }, 'Invalid videoKbps'],
    [{ quality: 'custom', videoKbps: 2500, height: 541 }, 'Invalid height'],
    [{ quality: 'low', height: 540 }, 'go with the quality custom'],
    [{ videoKbps: 540 }, 'go with the quality custom'],
    [{ quality: 'low', format: 'M4A' }, 'has none'],
  ])('refuses the quality %j', (request, message) => {
    expect(failure(request)).toMatchObject({ code: 'validation_error' })
    expect(failure(request).message).toContain(message)
  })
})
