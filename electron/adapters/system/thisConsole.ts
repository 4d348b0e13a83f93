import { hostname, userInfo } from 'node:os'

/** Who sits at this console, for whoever sits at another: `maria on studio-laptop`. */
export function thisConsole(): string {
  return `${userName()} on ${hostname()}`.slice(0, 200)
}

/** There is none where the system has no entry for the user, as in some containers. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'somebody'
  }
}
