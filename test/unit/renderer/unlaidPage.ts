/** jsdom lays nothing out, so nothing ever changes its size. */
class NothingChanges {
  observe() {}
  unobserve() {}
  disconnect() {}
}

Object.assign(globalThis, { ResizeObserver: NothingChanges })
