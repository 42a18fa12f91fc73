/** Request headers of HTTP and of tracing, which need no description of their own; in small letters. */
export const standardRequestHeaders: ReadonlySet<string> = new Set(
  (
    'accept accept-charset accept-datetime accept-encoding accept-language authorization baggage cache-control ' +
    'connection content-encoding content-language content-length content-md5 content-type cookie date dnt expect ' +
    'forwarded from host if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive ' +
    'max-forwards origin pragma prefer proxy-authorization range referer te traceparent tracestate transfer-encoding ' +
    'upgrade user-agent via warning x-forwarded-for x-forwarded-host x-forwarded-proto'
  ).split(' '),
)

/** Response headers of HTTP, which need no description of their own; in small letters. */
export const standardResponseHeaders: ReadonlySet<string> = new Set(
  (
    'accept-patch accept-ranges access-control-allow-credentials access-control-allow-headers ' +
    'access-control-allow-methods access-control-allow-origin access-control-expose-headers access-control-max-age ' +
    'age allow alt-svc cache-control connection content-disposition content-encoding content-language content-length ' +
    'content-location content-md5 content-range content-security-policy date etag expires keep-alive last-modified ' +
    'link location pragma proxy-authenticate refresh retry-after server set-cookie status strict-transport-security ' +
    'trailer transfer-encoding upgrade vary via warning www-authenticate x-content-type-options x-frame-options'
  ).split(' '),
)
