/*
 * The members of the resources of Istio (custom resource definitions of 1.2x, version v1), written short: a name with
 * braces holds members, `{*}` any name, `#x` what stands under `x` in `parts`.
 */
const parts: Readonly<Record<string, string>> = {
  tlsCertificates: '{caCertificates privateKey serverCertificate}',
  destinations: '{destination{host port{number} subset} weight}',
  headers: '{request{add{*} remove set{*}} response{add{*} remove set{*}}}',
  localityLbSetting: '{distribute{from to{*}} enabled failover{from to} failoverPriority}',
  tcpPool: '{connectTimeout idleTimeout maxConnectionDuration maxConnections tcpKeepalive{interval probes time}}',
  clientTls:
    '{caCertificates caCrl clientCertificate credentialName insecureSkipVerify mode privateKey sni ' +
    'subjectAltNames}',
  httpPool:
    '{h2UpgradePolicy http1MaxPendingRequests http2MaxRequests idleTimeout maxConcurrentStreams ' +
    'maxRequestsPerConnection maxRetries useClientProtocol}',
  consistentHash:
    '{httpCookie{attributes{name value} name path ttl} httpHeaderName httpQueryParameterName maglev{tableSize} ' +
    'minimumRingSize ringHash{minimumRingSize} useSourceIp}',
  outlierDetection:
    '{baseEjectionTime consecutive5xxErrors consecutiveErrors consecutiveGatewayErrors ' +
    'consecutiveLocalOriginFailures interval maxEjectionPercent minHealthPercent splitExternalLocalOriginErrors}',
  connectionPool: '{http#httpPool tcp#tcpPool}',
  serverTls:
    '{caCertCredentialName caCertificates caCrl cipherSuites credentialName credentialNames httpsRedirect ' +
    'maxProtocolVersion minProtocolVersion mode privateKey serverCertificate subjectAltNames ' +
    'tlsCertificates#tlsCertificates verifyCertificateHash verifyCertificateSpki}',
  loadBalancer:
    '{consistentHash#consistentHash localityLbSetting#localityLbSetting simple warmup{aggression duration ' +
    'minimumPercent} warmupDurationSecs}',
  portLevelSettings:
    '{connectionPool#connectionPool loadBalancer#loadBalancer outlierDetection#outlierDetection port{number} ' +
    'tls#clientTls}',
  trafficPolicy:
    '{connectionPool#connectionPool loadBalancer#loadBalancer outlierDetection#outlierDetection ' +
    'portLevelSettings#portLevelSettings proxyProtocol{version} retryBudget{minRetryConcurrency percent} ' +
    'tls#clientTls tunnel{protocol targetHost targetPort}}',
}

const kinds: Readonly<Record<string, string>> = {
  VirtualService:
    '{exportTo gateways hosts http{corsPolicy{allowCredentials allowHeaders allowMethods allowOrigin ' +
    'allowOrigins{exact prefix regex} exposeHeaders maxAge unmatchedPreflights} delegate{name namespace} ' +
    'directResponse{body{bytes string} status} fault{abort{grpcStatus http2Error httpStatus percentage{value}} ' +
    'delay{exponentialDelay fixedDelay percent percentage{value}}} headers#headers match{authority{exact prefix ' +
    'regex} gateways headers{*{exact prefix regex}} ignoreUriCase method{exact prefix regex} name port ' +
    'queryParams{*{exact prefix regex}} scheme{exact prefix regex} sourceLabels{*} sourceNamespace statPrefix ' +
    'uri{exact prefix regex} withoutHeaders{*{exact prefix regex}}} mirror{host port{number} subset} ' +
    'mirror_percent mirrorPercent mirrorPercentage{value} mirrors{destination{host port{number} subset} ' +
    'percentage{value}} name redirect{authority derivePort port redirectCode scheme uri} retries{attempts backoff ' +
    'perTryTimeout retryIgnorePreviousHosts retryOn retryRemoteLocalities} rewrite{authority uri ' +
    'uriRegexRewrite{match rewrite}} route{destination{host port{number} subset} headers#headers weight} timeout} ' +
    'tcp{match{destinationSubnets gateways port sourceLabels{*} sourceNamespace sourceSubnet} route#destinations} ' +
    'tls{match{destinationSubnets gateways port sniHosts sourceLabels{*} sourceNamespace} route#destinations}}',
  DestinationRule:
    '{exportTo host subsets{labels{*} name trafficPolicy#trafficPolicy} trafficPolicy#trafficPolicy ' +
    'workloadSelector{matchLabels{*}}}',
  Gateway: '{selector{*} servers{bind defaultEndpoint hosts name port{name number protocol targetPort} tls#serverTls}}',
  Sidecar:
    '{egress{bind captureMode hosts port{name number protocol targetPort}} inboundConnectionPool#connectionPool ' +
    'ingress{bind captureMode connectionPool#connectionPool defaultEndpoint port{name number protocol targetPort} ' +
    'tls#serverTls} outboundTrafficPolicy{egressProxy{host port{number} subset} mode} ' +
    'workloadSelector{labels{*}}}',
  ServiceEntry:
    '{addresses endpoints{address labels{*} locality network ports{*} serviceAccount weight} exportTo hosts ' +
    'location ports{name number protocol targetPort} resolution subjectAltNames workloadSelector{labels{*}}}',
  AuthorizationPolicy:
    '{action provider{name} rules{from{source{ipBlocks namespaces notIpBlocks notNamespaces notPrincipals ' +
    'notRemoteIpBlocks notRequestPrincipals notServiceAccounts principals remoteIpBlocks requestPrincipals ' +
    'serviceAccounts}} to{operation{hosts methods notHosts notMethods notPaths notPorts paths ports}} when{key ' +
    'notValues values}} selector{matchLabels{*}} targetRef{group kind name namespace} targetRefs{group kind name ' +
    'namespace}}',
  PeerAuthentication: '{mtls{mode} portLevelMtls{*{mode}} selector{matchLabels{*}}}',
  RequestAuthentication:
    '{jwtRules{audiences forwardOriginalToken fromCookies fromHeaders{name prefix} fromParams issuer jwks ' +
    'jwks_uri jwksUri outputClaimToHeaders{claim header} outputPayloadToHeader spaceDelimitedClaims timeout} ' +
    'selector{matchLabels{*}} targetRef{group kind name namespace} targetRefs{group kind name namespace}}',
}

/** The members that something may have, each with those that it may have itself; null where anything is allowed below. */
export type Fields = ReadonlyMap<string, Fields | null>

const known = new Map<string, Fields>()

/** The members of the `spec` of a kind of Istio; undefined when the kind is none that is known. */
export function istioFields(kind: string): Fields | undefined {
  return Object.hasOwn(kinds, kind) ? fieldsOf(kinds[kind] ?? '') : undefined
}

function fieldsOf(text: string): Fields {
  const before = known.get(text)
  if (before) return before
  const fields = new Map<string, Fields | null>()
  // Without the braces around it.
  for (let at = 1; at < text.length - 1; ) {
    const name = /^[\w*]+/.exec(text.slice(at))?.[0] ?? ''
    at += name.length
    const part = /^#(\w+)/.exec(text.slice(at))?.[1]
    const end = text[at] === '{' ? closing(text, at) : at
    fields.set(
      name,
      part !== undefined ? fieldsOf(parts[part] ?? '{}') : end > at ? fieldsOf(text.slice(at, end)) : null,
    )
    at = (part === undefined ? end : at + part.length + 1) + 1
  }
  known.set(text, fields)
  return fields
}

/** Behind the brace that closes the one at a place. */
function closing(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at + 1
  }
  return text.length
}
