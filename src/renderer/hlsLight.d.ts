/** The light build has the same interface, but ships without types of its own. */
declare module 'hls.js/light' {
  export { default } from 'hls.js'
  export * from 'hls.js'
}
