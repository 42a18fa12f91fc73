import {type ApiModel, lazyApi} from '../shared/model.js'
import type {GraphqlFile} from './file.js'

/** What rules for all kinds see of a file. */
export function apiOf(_file: GraphqlFile): ApiModel {
  // Names of fields have a rule of their own, `graphql/naming`.
  return lazyApi('graphql', {})
}
