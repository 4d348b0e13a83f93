import { Menu, nativeImage, Tray } from 'electron'
import type { SessionView } from '../../../src/shared/domain/session'
import { LAMP_SIZE, lampOf, lampPixels, lineOf } from './lamp'
import type { SessionsWatch } from './sessionsWatch'

export interface TrayParts {
  readonly sessions: SessionsWatch
  readonly open: () => void
  readonly quit: () => void
}

/** The lamp in the tray: shape, word and colour, as the sessions are observed. */
export function openTray({ sessions, open, quit }: TrayParts): Tray {
  const tray = new Tray(imageOf([]))
  tray.on('click', open)
  let shown = ''
  sessions.watch(() => {
    // Years of shows would make a menu that no screen holds.
    const all = sessions.all().filter(({ phase }) => phase !== 'wrapped')
    const { word } = lampOf(all)
    const lines = all.map(lineOf)
    // Meters change many times a second, the lamp seldom: a menu that is rebuilt closes under the hand.
    const now = [word, ...lines].join('\n')
    if (now === shown) return
    shown = now
    tray.setImage(imageOf(all))
    tray.setToolTip(`Tallylight: ${word}`)
    tray.setContextMenu(menuOf(lines, { open, quit }))
  })
  return tray
}

function imageOf(sessions: readonly SessionView[]): Electron.NativeImage {
  const size = { width: LAMP_SIZE, height: LAMP_SIZE, scaleFactor: 2 }
  return nativeImage.createFromBitmap(lampPixels(lampOf(sessions).tally), size)
}

function menuOf(lines: readonly string[], act: Pick<TrayParts, 'open' | 'quit'>): Menu {
  const shows = lines.length === 0 ? ['Nothing is running'] : lines
  return Menu.buildFromTemplate([
    ...shows.map((label) => ({ label, enabled: false })),
    { type: 'separator' },
    { label: 'Open Tallylight', click: act.open },
    { label: 'Quit', click: act.quit },
  ])
}
