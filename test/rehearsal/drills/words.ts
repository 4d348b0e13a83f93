import type { Life } from '../../harness/rehearsedConsole'

/** Everything the operator could have read, each line with the place it stood at. */
export function wordsTold({ told, account }: Life): readonly string[] {
  const lines = told.flatMap((view) => [
    ...sentence('parked', view.parked),
    ...view.runs.flatMap(({ error, steps }) => [
      ...sentence('run', error),
      ...steps.flatMap((step) => sentence('step', step.error)),
    ]),
    ...view.alerts.map(({ what, why, todo }) => `alert: ${what} ${why} ${todo}`),
    ...view.legs.flatMap(({ trouble }) => sentence('leg', trouble)),
    ...view.takes.flatMap(({ trouble }) => sentence('take', trouble)),
    `lamp: ${view.tally}: ${view.tallyWhy}`,
  ])
  return [...new Set([...lines, ...sentence('account', account()?.trouble ?? null)])]
}

const sentence = (
  place: string,
  said: { code: string; what: string; why: string; todo: string } | null,
): readonly string[] =>
  said === null ? [] : [`${place}: ${said.code}: ${said.what} ${said.why} ${said.todo}`]

/** What no operator should ever have to read: AWS's type names, and slips of ours. */
export const notForPeople = /undefined|NaN|\[object|null\b|socket hang up|ECONN|aborted/
