import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OBSWebSocket } from 'obs-websocket-js'
import { eventually, freePort, start } from './tools'
import type { Running } from './tools'

/** OBS on a screen that nobody sees, steered through its own remote control. */
export interface Obs {
  /** Begins to stream; OBS itself never says whether the server agreed. */
  stream(server: string, key: string): Promise<void>
  /** Resolves when OBS has stopped streaming, with the states it went through. */
  stopped(): Promise<readonly string[]>
  endStream(): Promise<void>
  stop(): Promise<void>
}

const PASSWORD = 'dummy-password'

export async function startObs(folder: string): Promise<Obs> {
  const port = await freePort()
  await writeSettings(folder, port)
  const screen = await startScreen()
  const obs = start('obs', ['--multi', '--disable-updater'], {
    ...process.env,
    DISPLAY: screen.display,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, '.config'),
    XDG_RUNTIME_DIR: folder,
    LIBGL_ALWAYS_SOFTWARE: '1',
  })
  const remote = new OBSWebSocket()
  await eventually(() => remote.connect(`ws://127.0.0.1:${port}`, PASSWORD))
  // It answers before it has loaded its scene; a call that needs the scene is refused until then.
  await eventually(() => remote.call('GetCurrentProgramScene'))
  let states: string[] = []
  let stopped = Promise.withResolvers<readonly string[]>()
  remote.on('StreamStateChanged', ({ outputState }) => {
    states.push(outputState.replace('OBS_WEBSOCKET_OUTPUT_', ''))
    if (states.at(-1) === 'STOPPED') stopped.resolve(states)
  })
  return {
    stream: async (server, key) => {
      states = []
      stopped = Promise.withResolvers<readonly string[]>()
      const streamServiceSettings = { server, key }
      const streamServiceType = 'rtmp_custom'
      await remote.call('SetStreamServiceSettings', { streamServiceType, streamServiceSettings })
      await remote.call('StartStream')
    },
    stopped: () => stopped.promise,
    endStream: async () => {
      await remote.call('StopStream')
    },
    stop: async () => {
      await remote.disconnect()
      await obs.stop()
      await screen.running.stop()
    },
  }
}

/** Starts an X server on a display of its own choice, whose number it writes on standard error. */
async function startScreen(): Promise<{ display: string; running: Running }> {
  const running = start('Xvfb', [
    '-displayfd',
    '2',
    '-screen',
    '0',
    '640x480x24',
    '-nolisten',
    'tcp',
  ])
  const display = await eventually(async () => {
    const number = /^(\d+)$/m.exec(running.said())?.[1]
    if (number === undefined) throw new Error(`Xvfb did not start: ${running.said()}`)
    return `:${number}`
  })
  return { display, running }
}

async function writeSettings(folder: string, port: number): Promise<void> {
  const root = join(folder, '.config', 'obs-studio')
  const profile = join(root, 'basic', 'profiles', 'Untitled')
  await mkdir(profile, { recursive: true })
  const control = `FirstLoad=false\nServerEnabled=true\nServerPort=${port}\nAuthRequired=true`
  await writeFile(
    join(root, 'global.ini'),
    `[General]\nFirstRun=true\n[OBSWebSocket]\n${control}\nServerPassword=${PASSWORD}\n` +
      '[Basic]\nProfile=Untitled\nProfileDir=Untitled\n' +
      'SceneCollection=Untitled\nSceneCollectionFile=Untitled\n',
  )
  await writeFile(
    join(profile, 'basic.ini'),
    '[General]\nName=Untitled\n[Output]\nMode=Advanced\nReconnect=false\n' +
      '[AdvOut]\nEncoder=obs_x264\n' +
      '[Video]\nBaseCX=320\nBaseCY=180\nOutputCX=320\nOutputCY=180\nFPSType=0\nFPSCommon=30\n',
  )
  const encoder = { rate_control: 'CBR', bitrate: 500, keyint_sec: 1, preset: 'ultrafast' }
  await writeFile(join(profile, 'streamEncoder.json'), JSON.stringify(encoder))
}
