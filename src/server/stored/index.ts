/** Small files of the server's own: read whole and checked, written beside and put in place. */
export { StoredError, readStored, stampOf, writeStored } from './stored-file.ts'
