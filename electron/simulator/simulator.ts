import { billOf } from './bill/bill'
import type { BillReport } from './bill/report'
import { answerControl } from './control'
import { IdleExit } from './idleExit'
import { buildContext } from './kit/buildContext'
import type { Answers } from './kit/assumptions'
import { Calls } from './kit/calls'
import type { SimulatorClock } from './kit/clock'
import type { SimulatorContext } from './kit/context'
import type { Drills } from './kit/drills'
import type { QuotaValues } from './kit/quotas'
import type { Role } from './kit/roles'
import type { TimingName } from './kit/durations'
import type { EventLog } from './kit/eventLog'
import { serveHttp, type HttpSurface } from './kit/http'
import { StateFile } from './kit/stateFile'
import { StateLock } from './kit/stateLock'
import { stateTrouble } from './kit/stateTrouble'
import { Throttle } from './kit/throttle'
import type { EncoderDesk, PicturePlane, StartedPicture } from './medialive/picturePort'
import { pictureOf, servicesOf, type Roster } from './roster'
import { restoreWorld, snapshotOf } from './savedWorld'
import type { Scenario } from './scenario/scenario'
import { ScenarioDesk } from './scenario/scenarioDesk'

export interface SimulatorOptions {
  /** 0: any free one. */
  readonly port?: number
  readonly rtmpPort?: number
  /** Divides how long AWS takes, and nothing else. */
  readonly speed?: number
  /** The same seed and the same commands make the same world. */
  readonly seed?: number
  /** A folder in which the world survives a restart. */
  readonly stateDir?: string
  readonly clock?: 'real' | 'manual'
  readonly timing?: TimingName
  /**
   * Whether a request signed at another time than this clock's is refused, as AWS does; left out: as
   * long as the clock is the machine's own and was not moved.
   */
  readonly checkClock?: boolean
  /** How it answers what nobody knows of AWS; the usual answers unless told. */
  readonly assume?: Answers
  /** What the account may have of each, where it is not the usual. */
  readonly quotas?: QuotaValues
  /** The IAM roles of the account, all of them, instead of the usual ones. */
  readonly roles?: readonly Role[]
  /** Begins together with the world: a saved one goes on with what was begun. The other options go before. */
  readonly scenario?: Scenario
  /**
   * `off`: channels run, nothing arrives and nothing leaves. `synthetic`: what arrives and leaves is
   * computed from the clock, and encoders are data.
   */
  readonly picture?: 'real' | 'synthetic' | 'off'
  /** Where the bundled slate lies. */
  readonly resourcesFolder?: string
  /** Ends by itself so long (real time) after the last request with nothing running; null: never. */
  readonly idleExitMs?: number | null
  readonly log?: (line: string) => void
}

export interface Simulator {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  /** `rtmp://127.0.0.1:PORT` */
  readonly rtmp: string
  readonly clock: SimulatorClock
  readonly drills: Drills
  /** What happened, numbered; without secrets. */
  readonly events: EventLog
  /** Where the picture is synthetic. */
  readonly encoders: EncoderDesk | undefined
  world(): object
  bill(): BillReport
  close(): Promise<void>
  /** Resolves when it has ended, by `close` or by itself. */
  readonly closed: Promise<void>
}

interface Parts {
  readonly context: SimulatorContext
  readonly roster: Roster
  readonly throttle: Throttle
  readonly calls: Calls
  readonly scenarios: ScenarioDesk
  /** Nothing was saved of it. */
  readonly isNew: boolean
  readonly stateFile: StateFile | undefined
  readonly stateLock: StateLock | undefined
  readonly plane: PicturePlane
  readonly encoders: EncoderDesk | undefined
  idleExit: IdleExit | undefined
}

/**
 * Starts AWS on this machine: one HTTP endpoint and one RTMP ingest, both on 127.0.0.1. Throws a
 * `StateTrouble` where the folder of its world cannot be used.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const ports = { http: 0, rtmp: 0 }
  const parts = await buildParts(options, ports)
  const { context, roster } = parts
  const { world, bill } = controlOf(parts)
  const ending = Promise.withResolvers<void>()
  let http: HttpSurface | undefined
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= closeAll(parts, http).then(ending.resolve, ending.reject)
    return ending.promise
  }
  const isBusy = () => roster.all.some((service) => service.busy())
  const idleExit = new IdleExit(options.idleExitMs ?? null, isBusy, () => void close())
  parts.idleExit = idleExit
  try {
    http = await serveHttp(
      {
        context,
        calls: parts.calls,
        checkClock: options.checkClock,
        control: (request) => answerControl(controlOf(parts), request),
        touched: () => idleExit.touched(),
        answering: () => parts.stateFile?.saveChanges(),
      },
      options.port ?? 0,
    )
  } catch (error) {
    await close()
    throw error
  }
  ports.http = http.port
  return {
    endpoint: context.endpoint(),
    rtmp: `rtmp://127.0.0.1:${ports.rtmp}`,
    clock: context.clock,
    drills: context.drills,
    events: context.events,
    encoders: parts.encoders,
    world,
    bill,
    close,
    closed: ending.promise,
  }
}

/** The picture goes before the services it writes to; the snapshot is taken of what they leave. */
async function closeAll(parts: Parts, http: HttpSurface | undefined): Promise<void> {
  parts.idleExit?.stop()
  await http?.close()
  await parts.plane.close()
  parts.context.clock.close()
  for (const service of parts.roster.all) await service.close()
  try {
    parts.stateFile?.save()
  } finally {
    parts.stateLock?.release()
  }
}

interface Ports {
  http: number
  rtmp: number
}

async function buildParts(options: SimulatorOptions, ports: Ports): Promise<Parts> {
  const world = worldOf(options, ports)
  const { roster } = world
  const { plane, rtmpPort, encoders } = await pictureOrNothing(world, options.rtmpPort ?? 0)
  ports.rtmp = rtmpPort
  roster.mediaLive.attachPicture(plane)
  const { scenario } = options
  // The rest of it the context was built with.
  if (scenario && world.isNew) world.scenarios.begin(onlyDrills(scenario))
  return { ...world, plane, encoders, idleExit: undefined }
}

const rolesOf = ({ roles, scenario }: SimulatorOptions) => {
  const chosen = roles ?? scenario?.roles
  return chosen === undefined ? {} : { roles: chosen }
}

const onlyDrills = ({ name, description, drills }: Scenario): Scenario => ({
  name,
  description,
  drills,
})

type World = Omit<Parts, 'plane' | 'encoders' | 'idleExit'>

/** The services with what was saved of them. Nothing listens yet. */
function worldOf(options: SimulatorOptions, ports: Ports): World {
  let stateFile: StateFile | undefined
  const { scenario, stateDir } = options
  const context = buildContext({
    clock: options.clock ?? 'real',
    seed: options.seed ?? scenario?.seed ?? 1,
    speed: options.speed ?? 1,
    timing: options.timing ?? scenario?.timing,
    assume: { ...scenario?.assume, ...options.assume },
    quotas: { ...scenario?.quotas, ...options.quotas },
    ...rolesOf(options),
    stateDir,
    resourcesFolder: options.resourcesFolder,
    picture: options.picture ?? 'real',
    log: options.log ?? (() => {}),
    addresses: {
      endpoint: () => `http://127.0.0.1:${ports.http}`,
      rtmpPort: () => ports.rtmp,
    },
    changed: () => stateFile?.changed(),
  })
  const scenarios = new ScenarioDesk(context)
  const stateLock = stateDir === undefined ? undefined : lockOf(stateDir)
  try {
    const throttle = new Throttle(context.clock.now)
    const calls = new Calls(context, throttle)
    const roster = servicesOf(context, calls)
    calls.connect(roster.all, roster.sessions)
    const kept = { context, scenarios, services: roster.all }
    if (stateDir !== undefined)
      stateFile = new StateFile(stateDir, () => snapshotOf(kept), context.log)
    const saved = stateFile?.load()
    if (saved !== undefined) restoreWorld(saved, kept)
    const isNew = saved === undefined
    return { context, throttle, calls, roster, scenarios, isNew, stateFile, stateLock }
  } catch (thrown) {
    context.clock.close()
    stateLock?.release()
    throw stateDir === undefined ? thrown : stateTrouble(thrown, stateDir)
  }
}

function lockOf(folder: string): StateLock {
  try {
    return new StateLock(folder)
  } catch (thrown) {
    throw stateTrouble(thrown, folder)
  }
}

/** Where the ingest cannot listen, nothing stays open. */
async function pictureOrNothing(
  { context, roster, stateLock }: World,
  port: number,
): Promise<StartedPicture> {
  try {
    return await pictureOf(context, roster, port)
  } catch (error) {
    context.clock.close()
    for (const service of roster.all) await service.close()
    stateLock?.release()
    throw error
  }
}

const controlOf = ({ context, roster, throttle, plane, encoders, scenarios }: Parts) => ({
  context,
  encoders,
  scenarios,
  world: () => ({
    account: context.account,
    clock: { kind: context.clock.kind, now: context.clock.now() },
    ...Object.fromEntries(roster.all.map((service) => [service.scope, service.world()])),
    picture: plane.world(),
    scenarios: scenarios.begun(),
    drills: context.drills.all(),
    quotas: context.quotas.all(),
    roles: context.roles.all(),
    assumptions: context.assumptions.all(),
  }),
  setViewers: (channelArn: string, count: number) => roster.ivs.setViewers(channelArn, count),
  bill: () =>
    billOf(
      context.meter.facts(),
      context.clock.now(),
      context.assumptions.of('shared-encode-billed'),
    ),
  reset: async () => {
    for (const service of roster.all) await service.reset()
    context.meter.reset()
    context.drills.clear()
    scenarios.reset()
    context.durations.reset()
    context.assumptions.reset()
    context.quotas.reset()
    context.roles.reset()
    context.events.clear()
    throttle.clear()
    context.changed()
  },
})
