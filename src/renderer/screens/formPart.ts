import type { DestinationId } from '../../shared/domain/ids'
import type { ShowFields } from './showForm'

/** What every part of the form is given. */
export interface FormPart {
  readonly fields: ShowFields
  readonly change: (patch: Partial<ShowFields>) => void
  /** The complaint of a field that was left, or of any once saving was tried. */
  readonly complaintOf: (field: string) => string | undefined
  readonly leave: (field: string) => void
}

/** Keys that were typed and are not kept yet, by destination. */
export type Keys = Readonly<Partial<Record<DestinationId, string>>>
