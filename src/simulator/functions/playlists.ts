import type { Functions } from './parameters.ts'

/** The document tells whether a playlist runs and nothing else; which, and where it is, stands nowhere. */
export const PLAYLISTS: Functions = {
  StartPlayList: ({ show }) => {
    show.playList = true
  },
  StopPlayList: ({ show }) => {
    show.playList = false
  },
}
