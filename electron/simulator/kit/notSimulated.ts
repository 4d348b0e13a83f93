import { AwsFault } from './aws'

/** AWS has it; this simulator does not. */
export const notSimulated = (what: string): AwsFault =>
  new AwsFault(501, 'NotImplemented', `${what} is not simulated; docs/SIMULATOR.md lists what is.`)
