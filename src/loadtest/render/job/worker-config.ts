import {relative, resolve} from 'node:path'
import {dump} from 'js-yaml'
import type {Project} from '../../planned-load.js'
import type {DescribedTarget} from '../../target/target.js'
import {tlsFolder} from './job.js'

/** The mesh.yaml of a worker: the target, its credentials by the names of their variables, and what is demanded of it. */
export function workerConfig(
  {name = '', contract, tls}: DescribedTarget,
  headers: Readonly<Record<string, string>>,
  {config, root}: Project,
): string {
  // Steps of a scenario may go to other targets, by their addresses.
  const others = Object.entries(config.loadtest.targets).map(([other, {url}]) => [other, {url}])
  return dump({
    lint: {exemptPaths: config.lint.exemptPaths},
    loadtest: {
      targets: {
        ...Object.fromEntries(others),
        [name]: {
          ...config.loadtest.targets[name],
          ...(contract !== undefined && {contract: relative(resolve(root), resolve(root, contract))}),
          ...(Object.keys(headers).length > 0 && {headers}),
          ...(tls && {
            tls: {
              ...(tls.ca !== undefined && {ca: `${tlsFolder}/ca.crt`}),
              ...(tls.cert !== undefined && {cert: `${tlsFolder}/tls.crt`, key: `${tlsFolder}/tls.key`}),
            },
          }),
        },
      },
      thresholds: config.loadtest.thresholds,
    },
  })
}
