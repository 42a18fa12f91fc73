/**
 * The files that come with every protobuf compiler, as far as names go. What they declare is fixed by the language; a
 * test compares the list with what protobufjs brings along.
 */
const declared: Readonly<Record<string, string>> = {
  any: 'message Any {}',
  api: 'message Api {} message Method {} message Mixin {}',
  duration: 'message Duration {}',
  empty: 'message Empty {}',
  field_mask: 'message FieldMask {}',
  source_context: 'message SourceContext {}',
  struct: 'message Struct {} message Value {} message ListValue {} enum NullValue {NULL_VALUE = 0;}',
  timestamp: 'message Timestamp {}',
  type: `enum Syntax {SYNTAX_PROTO2 = 0;} message Type {} message Enum {} message EnumValue {} message Option {}
    message Field {enum Kind {TYPE_UNKNOWN = 0;} enum Cardinality {CARDINALITY_UNKNOWN = 0;}}`,
  wrappers: `message DoubleValue {} message FloatValue {} message Int64Value {} message UInt64Value {}
    message Int32Value {} message UInt32Value {} message BoolValue {} message StringValue {} message BytesValue {}`,
  descriptor: `message FileDescriptorSet {} message FileDescriptorProto {} message OneofDescriptorProto {}
    message DescriptorProto {message ExtensionRange {} message ReservedRange {}}
    message FieldDescriptorProto {enum Type {TYPE_DOUBLE = 1;} enum Label {LABEL_OPTIONAL = 1;}}
    message EnumDescriptorProto {message EnumReservedRange {}} message EnumValueDescriptorProto {}
    message ServiceDescriptorProto {} message MethodDescriptorProto {}
    message FileOptions {enum OptimizeMode {SPEED = 1;}} message MessageOptions {}
    message FieldOptions {
      enum CType {STRING = 0;} enum JSType {JS_NORMAL = 0;} enum OptionRetention {RETENTION_UNKNOWN = 0;}
      enum OptionTargetType {TARGET_TYPE_UNKNOWN = 0;} message EditionDefault {} message FeatureSupport {}
    }
    message OneofOptions {} message EnumOptions {} message EnumValueOptions {} message ServiceOptions {}
    message MethodOptions {enum IdempotencyLevel {IDEMPOTENCY_UNKNOWN = 0;}}
    message ExtensionRangeOptions {message Declaration {} enum VerificationState {DECLARATION = 0;}}
    message UninterpretedOption {message NamePart {}} enum Edition {EDITION_UNKNOWN = 0;}
    message FeatureSet {
      enum FieldPresence {FIELD_PRESENCE_UNKNOWN = 0;} enum EnumType {ENUM_TYPE_UNKNOWN = 0;}
      enum RepeatedFieldEncoding {REPEATED_FIELD_ENCODING_UNKNOWN = 0;} enum Utf8Validation {UTF8_VALIDATION_UNKNOWN = 0;}
      enum MessageEncoding {MESSAGE_ENCODING_UNKNOWN = 0;} enum JsonFormat {JSON_FORMAT_UNKNOWN = 0;}
      enum EnforceNamingStyle {ENFORCE_NAMING_STYLE_UNKNOWN = 0;}
      message ProtoLimitsFeature {enum EnforceProtoLimits {ENFORCE_PROTO_LIMITS_UNKNOWN = 0;}}
      message VisibilityFeature {enum DefaultSymbolVisibility {DEFAULT_SYMBOL_VISIBILITY_UNKNOWN = 0;}}
    }
    message FeatureSetDefaults {message FeatureSetEditionDefault {}} message SourceCodeInfo {message Location {}}
    message GeneratedCodeInfo {message Annotation {enum Semantic {NONE = 0;}}}
    enum SymbolVisibility {VISIBILITY_UNSET = 0;}`,
  'compiler/plugin': `message Version {} message CodeGeneratorRequest {}
    message CodeGeneratorResponse {message File {} enum Feature {FEATURE_NONE = 0;}}`,
  cpp_features:
    'message CppFeatures {enum StringType {STRING_TYPE_UNKNOWN = 0;}} extend FeatureSet {CppFeatures cpp = 1000;}',
  java_features:
    'message JavaFeatures {enum Utf8Validation {UTF8_VALIDATION_UNKNOWN = 0;}} extend FeatureSet {JavaFeatures java = 1001;}',
  go_features:
    'message GoFeatures {enum APILevel {API_LEVEL_UNSPECIFIED = 0;}} extend FeatureSet {GoFeatures go = 1002;}',
}

const folder = 'google/protobuf/'

/** Packages of the files whose names are not `google.protobuf`. */
const packages: Readonly<Record<string, string>> = {
  'compiler/plugin': 'google.protobuf.compiler',
  cpp_features: 'pb',
  java_features: 'pb',
  go_features: 'pb',
}

/** The text of a well-known file, reduced to the names that it declares; undefined for any other path. */
export function wellKnownText(path: string): string | undefined {
  if (!path.startsWith(folder) || !path.endsWith('.proto')) return undefined
  const name = path.slice(folder.length, -'.proto'.length)
  const declarations = Object.hasOwn(declared, name) ? declared[name] : undefined
  if (declarations === undefined) return undefined
  return `syntax = "proto2"; package ${packages[name] ?? 'google.protobuf'}; ${declarations}`
}

/** Paths of all well-known files. */
export const wellKnownPaths: readonly string[] = Object.keys(declared).map(name => `${folder}${name}.proto`)
