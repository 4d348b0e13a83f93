const page = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title} · Tallylight</title><h1>${title}</h1><p>${text}</p></html>\n`

/** What a person reads who comes without a way in. Nothing from outside is repeated in it. */
export const refusals = {
  400: page(
    'Not a request of the console',
    'This address is not written as the console writes it.',
  ),
  401: page(
    'Open the console from its own address',
    'Each printed address lets one browser in, once. Take the newest from the terminal, or start the console again for a fresh one. What is on air stays as it is.',
  ),
  403: page(
    'Not from here',
    'The console answers its own window only, at the address it printed, beginning with http://127.0.0.1.',
  ),
  404: page('Nothing here', 'The console has nothing at this address.'),
  405: page('Not like this', 'The console is only read over HTTP.'),
  500: page('That went wrong', 'The console could not read this. What is on air stays as it is.'),
} as const

/**
 * Sent instead of a redirect to who comes from a page elsewhere (the file that `serve` opens): a
 * browser keeps a strict cookie to itself until a page of ours has led on.
 */
export const wayIn =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/"><title>Tallylight</title><p><a href="/">Open the console</a></p></html>\n'

export type Refusal = keyof typeof refusals
