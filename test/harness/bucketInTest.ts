import type { Recordings } from '../../electron/core/ports'

/** A bucket in memory, as far as recordings need one. Its objects may be looked at and changed. */
export function bucketInTest(): Recordings & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>()
  return {
    objects,
    list: (_, prefix) =>
      Promise.resolve({
        items: [...objects]
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, body]) => ({ name, bytes: body.byteLength, modifiedAt: 0 })),
        askedAt: 0,
        requestId: 'request-1',
      }),
    folders: (_, prefix) =>
      Promise.resolve({
        items: [
          ...new Set(
            [...objects.keys()]
              .filter((name) => name.startsWith(prefix) && name.slice(prefix.length).includes('/'))
              .map((name) => `${name.slice(prefix.length).split('/')[0]}/`),
          ),
        ],
        askedAt: 0,
        requestId: 'request-1',
      }),
    read: (_, name) => Promise.resolve(objects.get(name)),
    write: (_, name, body) => Promise.resolve(void objects.set(name, body)),
    deleteAll: (_, names) => Promise.resolve(names.forEach((name) => objects.delete(name))),
    probe: () => Promise.resolve(),
  }
}
