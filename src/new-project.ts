import {Args, Flags} from '@oclif/core'
import {formatFlag, MeshCommand} from './command.js'

/** What `mesh new service` and `mesh new gateway` have in common. */
export const newProjectArgs = {
  name: Args.string({
    description: 'Name of the project: lower-case letters, digits and hyphens. Asked for on a terminal.',
  }),
}

/** The names of what a template offers, for help: `graphql, grpc, rest, worker`. */
export function offered(template: string, choice: string): string {
  return (__MESH_CHOICES__[template]?.[choice] ?? []).join(', ')
}

export const newProjectFlags = {
  dir: Flags.string({helpValue: 'DIR', summary: 'Folder to make it in; absent or empty. Its name, by default.'}),
  port: Flags.integer({helpValue: 'N', min: 1, max: 65_535, summary: 'Port it listens on.'}),
  install: Flags.boolean({allowNo: true, default: true, summary: 'Run npm install in it.'}),
  git: Flags.boolean({allowNo: true, default: true, summary: 'Make it a git repository with a first commit.'}),
  'dry-run': Flags.boolean({summary: 'Show what would be made and write nothing.'}),
}

/** The edition of Kong, for templates that can be deployed behind it. */
export const kongFlag = Flags.option({
  options: ['oss', 'enterprise'] as const,
  dependsOn: ['deploy'],
  summary: 'The edition of Kong that --deploy kong is for; oss by default.',
})()

/** Where to deploy it, with the edition of Kong that is meant. */
export function deployTargets({
  deploy,
  kong,
}: {
  readonly deploy?: string | undefined
  readonly kong?: 'oss' | 'enterprise' | undefined
}): string | undefined {
  return kong === 'enterprise' ? deploy?.replace(/\bkong\b(?!-)/, 'kong-enterprise') : deploy
}

export const newProjectBaseFlags = {...MeshCommand.baseFlags, format: formatFlag(['text', 'json'])}

/** Whether a person sits in front of this process and can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI
}
