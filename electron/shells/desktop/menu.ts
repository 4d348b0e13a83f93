import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The native menu: roles only. Whatever acts on a show is in the window, where its state is seen. */
export function buildMenu(options: {
  readonly isMac: boolean
  readonly isPackaged: boolean
}): Menu {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  const development: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }]
  return Menu.buildFromTemplate([
    ...(options.isMac ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: 'View', submenu: options.isPackaged ? view : [...view, ...development] },
    { role: 'windowMenu' },
  ])
}
