import { z } from 'zod'

/** Branded, so that a ShowId can never be handed over where a SessionId is asked for. */
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/)

export const ShowId = id.brand<'ShowId'>()
export type ShowId = z.infer<typeof ShowId>

export const SessionId = id.brand<'SessionId'>()
export type SessionId = z.infer<typeof SessionId>

/** Where the recording's address lies among a channel's destinations; no destination may be called so. */
export const RECORDING_ADDRESS = 'recording'

/** Also the id of the destination in MediaLive, which takes letters, digits and inner hyphens only. */
export const DestinationId = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,46}[A-Za-z0-9])?$/)
  .refine((text) => text.toLowerCase() !== RECORDING_ADDRESS, 'That is the id of the recording.')
  .brand<'DestinationId'>()
export type DestinationId = z.infer<typeof DestinationId>

export const TakeId = id.brand<'TakeId'>()
export type TakeId = z.infer<typeof TakeId>

export const RunId = id.brand<'RunId'>()
export type RunId = z.infer<typeof RunId>

/** One per operator gesture: the second half of a double click carries the same id. */
export const CommandId = z.uuid().brand<'CommandId'>()
export type CommandId = z.infer<typeof CommandId>
