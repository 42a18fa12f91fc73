import type {TestRequest, TestService} from '../service.js'

export interface GraphqlAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and fail where they are wrong.
  readonly data: any
  readonly errors: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions: Readonly<Record<string, unknown>>
  }[]
  /** Beside data. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

/** Asks a service over HTTP; `body` may have more than a query. */
export async function ask(
  service: TestService,
  body: string | Readonly<Record<string, unknown>> | readonly unknown[],
  request: Omit<TestRequest, 'method' | 'body'> = {},
): Promise<GraphqlAnswer> {
  const asked = typeof body === 'string' ? {query: body} : body
  const answer = await service.send('/graphql', {...request, method: 'POST', body: asked})
  const {data, errors = [], extensions} = answer.body
  return {status: answer.status, headers: answer.headers, data, errors, extensions}
}

export const codesOf = ({errors}: Pick<GraphqlAnswer, 'errors'>) => errors.map(({extensions}) => extensions['code'])

export const createMutation = `
  mutation Create($input: CreateWorkItemInput!) {
    createWorkItem(input: $input) {
      workItem { id name description version owner { id } createdAt updatedAt }
      errors { code field message severity retryable details }
    }
  }`

/** Makes a work item and gives what is told of it. */
export async function create(service: TestService, input: Readonly<Record<string, unknown>>) {
  const {data} = await ask(service, {query: createMutation, variables: {input}})
  return data.createWorkItem
}
