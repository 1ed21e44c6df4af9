/** What one message of SRT's live mode carries: seven transport packets, as everybody sends them. */
export const MAX_MESSAGE_BYTES = 7 * 188
