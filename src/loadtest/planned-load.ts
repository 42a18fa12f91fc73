import type {Config} from '../config/schema.js'
import {MeshError} from '../core/errors.js'
import type {Source} from '../core/source.js'
import {startOf} from '../core/source.js'
import {sharedSchedule} from './distributed/share.js'
import {type Stage, stagedRate} from './engine/schedule.js'
import {meanRate} from './engine/stages.js'
import {commandLine} from './report/report.js'
import {readScenario} from './source/read-scenario.js'
import {type Load, type LoadTestRequest, readLoad} from './source/request.js'
import type {Scenario} from './source/scenario.js'
import type {TargetAddress} from './target/target.js'
import {type Objectives, objectivesOf} from './verdict/objectives.js'
import {parseThreshold, type Threshold} from './verdict/threshold.js'

/** Requests per second when nobody says. */
const defaultRate = 50

/** Where a load is written down. */
export interface Project {
  readonly config: Config
  /** Folder that paths in the configuration start from. */
  readonly root: string
  /** The text of mesh.yaml, where its thresholds are shown. */
  readonly configSource: Source | undefined
}

/** A load that has been read whole, and can be sent, shown or handed on. */
export interface PlannedLoad<Target> {
  readonly target: Target
  readonly load: Load
  readonly scenario: Scenario
  /** How the rate changes; one stage when it does not, none in a closed loop. */
  readonly stages: readonly Stage[]
  /** Requests per second over the whole run; undefined in a closed loop. */
  readonly rate: number | undefined
  readonly objectives: Objectives
  /** Objectives that end the run as soon as they are surely missed; they are judged, too. */
  readonly conditions: readonly Threshold[]
}

/** Reads everything that a request names; what is wrong is told before the target is looked for. */
export async function plannedLoad<Target extends TargetAddress>(
  request: LoadTestRequest,
  project: Project,
  targetOf: () => Promise<Target>,
): Promise<PlannedLoad<Target>> {
  const load = readLoad(request)
  const conditions = (request.aborts ?? []).map(abortCondition)
  const stated = {
    commandLine: [...request.thresholds.map(text => parseThreshold(text, commandLine)), ...conditions],
    config: [...(await configuredThresholds(project)), ...(await openSloThresholds(request.slo ?? []))],
  }
  const target = await targetOf()
  const scenario = await readScenario(request, target, project, load.timeout)
  const {script} = scenario
  const {mode} = request
  const stages = mode === 'max' ? [] : stagesOf(load, scenario)
  // An arrival begins an iteration of a script, which is several requests.
  const rate = mode === 'max' ? undefined : meanRate(stages) * (script?.requestsPerIteration ?? 1)
  if (script) {
    const {refuseTooFewRows} = await import('./scenario/data.js')
    const users = request.users ?? scheduleOf(load, stages).schedule.count
    refuseTooFewRows(script.data, users, script.scenarios.length * (request.share?.of ?? 1))
  }
  // A worker that would have nothing to send is told before it waits for its start.
  if (request.share) sharedSchedule(scheduleOf(load, stages).schedule, request.share)
  return {target, load, scenario, stages, rate, objectives: objectivesOf(stated, scenario, mode, rate), conditions}
}

/** When requests are due; the first of them, before the stages begin, are not recorded. */
export function scheduleOf({warmUp: length}: Load, stages: readonly Stage[]) {
  const from = stages[0]?.from ?? 0
  const schedule = stagedRate([{duration: length, from, to: from}, ...stages])
  return {schedule, warmUp: Math.min(schedule.count - 1, Math.round((length / 1000) * from))}
}

function stagesOf({rate, duration, stages}: Load, scenario: Scenario): readonly Stage[] {
  if (stages.length > 0) return stages
  const constant = rate ?? scenario.rate ?? defaultRate
  return [{duration, from: constant, to: constant}]
}

async function openSloThresholds(paths: readonly string[]): Promise<Threshold[]> {
  if (paths.length === 0) return []
  const {readOpenSlo} = await import('./verdict/open-slo.js')
  return (await Promise.all(paths.map(readOpenSlo))).flat()
}

function abortCondition(text: string): Threshold {
  const threshold = parseThreshold(text, commandLine)
  if (threshold.figure.kind !== 'rate') return threshold
  throw new MeshError(
    `Condition "${text}" cannot end a run: how many answers come in a second is known at its end.`,
    'Write for instance --abort "errors<20%" or --abort "p95<2s".',
  )
}

/** The thresholds of mesh.yaml, each with its line. */
async function configuredThresholds({config, configSource}: Project): Promise<Threshold[]> {
  const texts = config.loadtest.thresholds
  if (texts.length === 0 || configSource === undefined) return []
  const {readJson} = await import('../contracts/json/document.js')
  const list = readJson(configSource).documents[0]?.root.at('loadtest', 'thresholds')
  return texts.map((text, index) => {
    const node = list?.get(index)
    return parseThreshold(text, node ? node.document.locate(node) : startOf(configSource.path), configSource)
  })
}

/** Enough for answers that take half a second; fewer files than most systems allow a process. */
export function connectionsFor(rate: number): number {
  return Math.min(500, Math.max(10, Math.ceil(rate / 2)))
}
