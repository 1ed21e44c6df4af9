export { PreviewTunnel } from './tunnel.ts'
