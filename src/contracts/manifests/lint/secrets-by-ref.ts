import type {KongConfig} from '../kong.js'
import {type JsonNode, lintRule, type Manifests} from '../model.js'
import {hasPassword, isAddressName, isSecretName} from '../secret-name.js'

export default lintRule({
  summary: 'Disallow secrets that are written into manifests',
  why: 'What is in a repository is known to everybody who ever cloned it, and stays in its history after it was taken out.',
  fix: 'Refer to it: `valueFrom.secretKeyRef` in Kubernetes, filled by an operator or a sealed secret; `{vault://…}` or `${{ env "DECK_…" }}` in Kong. Then change it, it is known.',
  severity: 'error',
  security: 'critical',
  examples: {
    valid: [
      // Words about secrets are none, and neither are addresses without a password.
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    spec:
      containers:
        - name: api
          env:
            - {name: JWT_SECRET, valueFrom: {secretKeyRef: {name: jwt, key: secret}}}
            - {name: SECRET_NAME, value: jwt}
            - {name: API_KEY_HEADER, value: X-API-Key}
            - {name: TOKEN_TTL, value: "3600"}
            - {name: KEYCLOAK_URL, value: 'https://id.example.com'}
            - {name: JWKS_URI, value: 'https://id.example.com/keys'}
            - {name: DB_PASSWORD_FILE, value: /run/secrets/db}
            - {name: DB_URI, value: 'postgres://$(DB_USER):$(DB_PASSWORD)@db:5432/orders'}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: orders}
data: {keys.json: '{"keys": []}', SECRET_NAME: jwt}
---
apiVersion: v1
kind: Secret
metadata: {name: jwt}
stringData: {secret: '\${JWT_SECRET}'}
`,
      `
_format_version: "3.0"
consumers:
  - username: shop
    keyauth_credentials: [{key: '{vault://env/shop-key}'}]
plugins:
  - {name: openid-connect, config: {client_secret: ['\${{ env "DECK_CLIENT_SECRET" }}'], issuer: 'https://id.example.com'}}
  - {name: key-auth, config: {key_names: [X-API-Key], key_in_header: true}}
`,
    ],
    invalid: [
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  template:
    spec:
      containers:
        - name: api
          env:
            - name: JWT_SECRET
              value: changeme # want: "JWT_SECRET" is a secret in the manifest; take it from a Secret by "valueFrom".
            - {name: MONGODB_URI, value: 'mongodb://shop:secret@db:27017'} # want: "MONGODB_URI" has a password in the manifest; take it from a Secret by "valueFrom".
---
apiVersion: v1
kind: ConfigMap
metadata: {name: orders}
data:
  API_TOKEN: abc # want: "API_TOKEN" is a secret in a ConfigMap, which everybody in the namespace reads.
  LOG_LEVEL: info
  tls.pem: | # want: "tls.pem" is a secret in a ConfigMap, which everybody in the namespace reads.
    -----BEGIN PRIVATE KEY-----
---
apiVersion: v1
kind: Secret
metadata: {name: jwt}
stringData:
  secret: abc # want: Secret "jwt" has its value "secret" in the manifest; let an operator or a sealed secret fill it.
`,
      // Kong replaces no variables of a shell: the text itself would be the secret.
      `
_format_version: "3.0"
consumers:
  - username: shop
    keyauth_credentials: [{key: abc}] # want: "key" of "keyauth_credentials" is a secret in the manifest; write "{vault://…}" or "\${{ env \\"DECK_…\\" }}".
    jwt_secrets:
      - {key: shop, secret: '\${JWT_SECRET}'} # want: "secret" of "jwt_secrets" is "\${JWT_SECRET}", which Kong takes as it stands; write "{vault://…}" or "\${{ env \\"DECK_…\\" }}".
services:
  - name: orders
    plugins:
      - name: openid-connect
        config:
          client_secret: [abc] # want: "client_secret" of "config" is a secret in the manifest; write "{vault://…}" or "\${{ env \\"DECK_…\\" }}".
`,
    ],
  },

  check({document}, report) {
    checkEnvironments(document, report)
    checkData(document, report)
    if (document.kong) checkKong(document.kong, report)
  },
})

type Report = Parameters<ReturnType<typeof lintRule>['check']>[1]

function checkEnvironments({workloads}: Manifests, report: Report): void {
  for (const {containers} of workloads)
    for (const variable of containers.flatMap(({node}) => node.get('env')?.children() ?? [])) {
      const name = variable.get('name')?.shown ?? ''
      const value = variable.get('value')
      if (value === undefined || value.shown.trim() === '') continue
      if (isSecretName(name) && !isReferred(value.shown))
        report(value, `"${name}" is a secret in the manifest; take it from a Secret by "valueFrom".`)
      else if (isAddressName(name) && hasPassword(value.shown.replaceAll(/\$\([^()]*\)/g, '')))
        report(value, `"${name}" has a password in the manifest; take it from a Secret by "valueFrom".`)
    }
}

/** `$(NAME)` is another variable of the container. */
function isReferred(value: string): boolean {
  return /^\$\([A-Za-z_][\w.-]*\)$/.test(value)
}

function checkData({resources}: Manifests, report: Report): void {
  for (const {kind, group, title, member} of resources) {
    if (group !== '') continue
    if (kind === 'ConfigMap')
      for (const node of member('data')?.children() ?? [])
        if (isSecretEntry(node))
          report(
            {node, on: 'key'},
            `"${node.name}" is a secret in a ConfigMap, which everybody in the namespace reads.`,
          )
    if (kind === 'Secret')
      for (const node of [member('data'), member('stringData')].flatMap(each => each?.children() ?? []))
        if (node.shown.trim() !== '' && !placeholder.test(node.shown.trim()))
          report(
            node,
            `${title} has its value "${node.name}" in the manifest; let an operator or a sealed secret fill it.`,
          )
  }
}

/** What a pipeline fills in is not in the repository. */
const placeholder = /^(?:\$\{[^{}]+\}|<[^<>]+>)$/

/** A file of a ConfigMap has a name with an ending; what is in it is not told by its name. */
function isSecretEntry({name, shown}: JsonNode): boolean {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(shown)) return true
  if (shown.trim() === '' || name.includes('.')) return false
  return isSecretName(name) || hasPassword(shown)
}

/** Where Kong has what a consumer proves itself by. */
const credentials: Readonly<Record<string, readonly string[]>> = {
  keyauth_credentials: ['key'],
  jwt_secrets: ['secret'],
  basicauth_credentials: ['password'],
  hmacauth_credentials: ['secret'],
  oauth2_credentials: ['client_secret'],
}

/** Members of the configuration of a plugin that are secrets, whatever the plugin. */
const ofPlugins = /^(?:.*_)?(?:secret|password|token|private_key|api_key|session_secret)$/

function checkKong({root, plugins}: KongConfig, report: Report): void {
  const holders = [root, ...(root.get('consumers')?.children() ?? [])]
  for (const [list, names] of Object.entries(credentials))
    for (const node of holders.flatMap(holder => holder.get(list)?.children() ?? []))
      for (const value of names.flatMap(name => node.get(name) ?? [])) checkValue(value, value.name, list, report)
  for (const {config} of plugins)
    for (const member of [config, config?.get('redis')].flatMap(each => each?.children() ?? []))
      if (ofPlugins.test(member.name) && !/_(?:name|ttl|header)$/.test(member.name))
        for (const value of member.isArray ? member.children() : [member])
          checkValue(value, member.name, member.parent?.name ?? 'config', report)
}

function checkValue(value: JsonNode, name: string, holder: string, report: Report): void {
  const text = value.text
  if (text === undefined || text === '' || /^\{vault:\/\/[^}]+\}$/.test(text) || /\$\{\{\s*env\s+["']DECK_/.test(text))
    return
  const instead = 'write "{vault://…}" or "${{ env \\"DECK_…\\" }}"'
  const what = text.includes('${') ? `is "${text}", which Kong takes as it stands` : 'is a secret in the manifest'
  report(value, `"${name}" of "${holder}" ${what}; ${instead}.`)
}
