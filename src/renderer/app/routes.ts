import { useSyncExternalStore } from 'react'
import { ShowId } from '../../shared/domain/ids'

/** Where in the window the operator is; kept in the address, so that a reload comes back to it. */
export type Route =
  | { readonly at: 'home' }
  | { readonly at: 'new-show' }
  | { readonly at: 'show'; readonly showId: ShowId }
  | { readonly at: 'edit-show'; readonly showId: ShowId }
  | { readonly at: 'recordings' }
  /** `stop`: at its red button. */
  | { readonly at: 'resources'; readonly stop?: true }
  | { readonly at: 'costs' }
  | { readonly at: 'settings' }

/** `#/shows/abc/edit` → route; what it does not know is home. */
export function routeOf(hash: string): Route {
  const [first, second, third] = hash.replace(/^#?\/?/, '').split('/')
  if (first === 'new') return { at: 'new-show' }
  if (first === 'recordings' || first === 'costs' || first === 'settings') return { at: first }
  if (first === 'resources') return second === 'stop' ? { at: first, stop: true } : { at: first }
  const id = ShowId.safeParse(second)
  if (first !== 'shows' || !id.success) return { at: 'home' }
  return { at: third === 'edit' ? 'edit-show' : 'show', showId: id.data }
}

/** The address of a route. */
export function hashOf(route: Route): string {
  switch (route.at) {
    case 'home':
      return '#/'
    case 'new-show':
      return '#/new'
    case 'show':
      return `#/shows/${route.showId}`
    case 'edit-show':
      return `#/shows/${route.showId}/edit`
    case 'resources':
      return route.stop ? '#/resources/stop' : '#/resources'
    case 'recordings':
    case 'costs':
    case 'settings':
      return `#/${route.at}`
  }
}

const watchHash = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

export const useRoute = (): Route => routeOf(useSyncExternalStore(watchHash, () => location.hash))

export function goTo(route: Route): void {
  location.hash = hashOf(route)
}
