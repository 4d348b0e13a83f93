import table from '../../../resources/regions/2026-11-20.json'

/** Where MediaLive is offered. */
export const mediaLiveRegions: readonly string[] = table.mediaLive

/** Whether IVS has its control plane in a region: elsewhere there is nothing to ask. */
export const hasIvs = (region: string): boolean => table.ivs.includes(region)

/** The chosen one first, then others where something of ours is known to be, then all the rest. Pure. */
export const regionsToAsk = (chosen: string, known: readonly string[]): readonly string[] => [
  ...new Set([chosen, ...known, ...mediaLiveRegions]),
]
