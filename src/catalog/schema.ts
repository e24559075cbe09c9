/**
 * The shape of knowledge. A catalog row says in plain data what a type, a function or a middleware of a library does, seen from
 * outside. `src/golang` infers rows of the same type (`Effects`) for the functions of the project being linted, so that a rule cannot tell
 * `io.LimitReader` from the user's own `readCapped`.
 */

/** A Go type with full import paths: `*net/http.Response`, `[]byte`, `map[string]chan error`, `func(net/http.ResponseWriter, *net/http.Request)`. */
export type TypeText = string;

/** `io.ReadAll`, `(*net/http.Client).Do`, `net/http.Request.Body` (a field), `github.com/gin-gonic/gin.Default`. */
export type Symbol = string;

/** A parameter of a call, counted from 0 (a method's receiver is not counted), or the receiver. */
export type Param = number | 'receiver';

/** Where a value comes from. Readers and bytes first, then values that serve as keys, lengths and names. */
export type Source =
  // readers, bytes and bodies
  | 'request' // body of an HTTP request that this program serves
  | 'upload' // multipart part or uploaded file
  | 'connection' // net.Conn and its like
  | 'websocket'
  | 'message' // payload taken from a broker, queue or stream
  | 'response' // body of an HTTP response to a request of this program
  | 'object' // object store
  | 'registry' // image registry, package registry
  | 'archive' // an entry of an archive whose own source is not known
  | 'file'
  | 'stdin'
  | 'process' // output of a child process
  | 'memory' // bytes that are already in memory
  | 'recorder' // httptest and its like
  // values
  | 'unique-id' // never the same twice: uuid, xid, ulid, nanoid
  | 'counter'
  | 'clock'
  | 'random'
  | 'header'
  | 'metadata' // what a peer's program sends beside a call: mostly names of clients, seldom values that are new each time
  | 'cookie'
  | 'query' // query string, path parameter, form value, URL of a request
  | 'remote-address'
  | 'connection-pointer' // pointer to a request, connection, session or stream that comes and goes
  | 'environment' // flags, environment, configuration files
  | 'database'; // a row or stored record

/** From a parameter to a result, or to what the parameter `into` points to: `Decode(&v)` into 0, `zr.Reset(r)` into the receiver. */
export interface ReaderFlow {
  readonly param: Param;
  readonly result?: number;
  readonly into?: Param;
}

/** A resource that has to be given back. */
export interface Resource {
  readonly id: Symbol; // 'time.Ticker'
  readonly noun: string; // 'ticker'
  /** Methods of the resource that release it. */
  readonly release: readonly string[];
  /** Go language version from which the runtime reclaims an unreferenced one by itself: '1.23'. */
  readonly collectedSince?: string;
  /** Owns goroutines or memory outside the Go heap, so that every path must release it, error paths included. */
  readonly heavy?: true;
  /** A compressor or decompressor. */
  readonly codec?: true;
}

export type Role =
  | 'compress'
  | 'cors'
  | 'body-limit'
  | 'body-dump'
  | 'recover'
  | 'decompress'
  | 'timeout-buffer'
  | 'record';

/** A middleware or a constructor of one. Which, `form` says: `value` is used as it is (`CompressHandler`), `call` is called to get it (`gzip.Gzip(6)`). */
export interface MiddlewareRow {
  readonly role: Role;
  readonly form: 'value' | 'call';
  /** compress: how it behaves when the handler writes no body (catalogue B). */
  readonly empty?: 'writes' | 'opens-eagerly' | 'mislabels' | 'nothing';
  /** The first release in which `empty` no longer holds, and what holds from then on. */
  readonly changed?: { readonly since: string; readonly empty: 'writes' | 'opens-eagerly' | 'mislabels' | 'nothing' };
  /** compress: after the handler has run, on the finished response. */
  readonly post?: true;
  /** compress: options that leave some paths out: `WithExcludedPaths`. */
  readonly excludes?: readonly string[];
  /** cors: answers preflights itself and ends the chain. */
  readonly answers?: 'preflight' | 'every-options';
  /** cors: option field that makes it pass preflights on: `OptionsPassthrough`. */
  readonly passthrough?: string;
  /** body-limit, body-dump: parameter that carries the limit in bytes; a text such as "2M" is understood. */
  readonly limit?: Param;
  /** body-dump: bytes kept by default; absent means without limit. */
  readonly keeps?: number;
  readonly dumps?: 'request' | 'response' | 'both';
  /** body-dump: only if one of these texts stands among its options: `${body}`. */
  readonly onlyWith?: readonly string[];
  /** Only if this boolean parameter is not false. */
  readonly when?: number;
  /** The wrapped handler is this parameter of the call (`http.MaxBytesHandler(h, n)`: 0). Absent: the result wraps. */
  readonly wraps?: number;
}

/**
 * What a call does, seen from outside. Every list is closed data; absent means "not known to".
 * `passes`, `bounds` and `expands` each state a flow by themselves: a flow stands in one of them, so whoever follows a value asks all three.
 */
export interface Effects {
  /** Types of the results, error included. Names without a package that are no basic types are type parameters: the function's own or its receiver's. */
  readonly results?: readonly TypeText[];
  /** Type parameters of a generic function, each with its core type where the constraint has one: `['S []E', 'E']`. */
  readonly typeParams?: readonly string[];
  /** Types of the parameters, where `typeParams` are inferred from them; a variadic one starts with `...`. */
  readonly takes?: readonly TypeText[];
  /** The result, or what can be read from it, comes from here. `into`: written into what this parameter points to instead. */
  readonly yields?: readonly { readonly result?: number; readonly into?: Param; readonly source: Source }[];
  /**
   * The result is a view of the parameter: wrappers, adapters, conversions, parsers. `as`: `entry` one member of an archive, `bytes` the same bytes
   * in memory (`bytes.NewReader`, `strings.NewReader`), `part` something inside it (header of a request), `text` text made from it (Sprintf, Trim).
   */
  readonly passes?: readonly (ReaderFlow & { readonly as?: 'entry' | 'bytes' | 'part' | 'text' })[];
  /**
   * Reading the result whole takes at most `limit` bytes of the parameter. `limit`: parameter that carries it, or bytes. `per: 'read'`: caps each Read only, bounds nothing.
   * Without a result the parameter's own reads are bounded from then on (`conn.SetReadLimit`).
   */
  readonly bounds?: readonly {
    readonly param: Param;
    readonly result?: number;
    readonly limit?: Param;
    readonly bytes?: number;
    readonly per?: 'total' | 'read';
  }[];
  /** The result is the parameter, decompressed: a bound on the parameter bounds the result no longer. */
  readonly expands?: readonly (ReaderFlow & { readonly format: string })[];
  /** The parameter names the peer or file that the result reads from: a URL, an address, a path, or a request made of one. */
  readonly names?: readonly ReaderFlow[];
  /** What is read through the result (or written to it, or to the receiver) is also written to parameter `into`: `io.TeeReader(r, w)`, `io.MultiWriter(w, b)`. */
  readonly tees?: readonly { readonly param: Param; readonly into: Param }[];
  /**
   * The parameter (a reader, or `receiver` for `c.GetRawData()`) is read whole into memory. `into`: the result (or what the callee keeps), or a parameter that holds it (a sink only where that
   * parameter is a growing buffer). `limit`: parameter that caps one call. `source`: where the bytes come from, when the receiver is no reader itself.
   * `limit` and `bytes` count what is read; with `expands` the result may be larger. `when`: only if this boolean parameter is not false.
   * `options`: fields or functions among the arguments that limit it. `noun` `sheet`, `records`: every cell; `workbook`: the archive around them.
   * `until: 'delimiter'`: one line or token, as long as the peer makes it; the rest of the stream is left.
   */
  readonly slurps?: readonly {
    readonly param: Param;
    readonly into: 'result' | Param;
    readonly limit?: Param;
    readonly bytes?: number;
    readonly source?: Source;
    readonly expands?: string;
    readonly noun?: string;
    readonly when?: number;
    readonly options?: readonly string[];
    readonly until?: 'delimiter';
  }[];
  /** What the parameter holds is sent to the peer whose request the receiver answers: bytes as they are, values encoded. */
  readonly responds?: readonly Param[];
  /** `idle`: owns nothing yet where this parameter is nil, or where this option is among the arguments with this value. */
  /** The result, or what `into` points to, is a number that the bytes of the parameter state: a length, a count. */
  readonly decodes?: readonly ReaderFlow[];
  /** The first result tells how many bytes decoding the parameter would give: `snappy.DecodedLen(b)`. */
  readonly measures?: Param;
  readonly acquires?: readonly {
    readonly result: number;
    readonly resource: Symbol;
    readonly idle?: { readonly param: number; readonly option?: Symbol; readonly value?: number };
  }[];
  readonly releases?: readonly { readonly param: Param; readonly resource?: Symbol }[];
  /** Keeps the argument beyond the call. */
  readonly retains?: readonly Param[];
  readonly sends?: readonly { readonly param: Param; readonly count: number }[];
  readonly receives?: readonly { readonly param: Param; readonly count: number }[];
  readonly closes?: readonly Param[];
  readonly inserts?: readonly { readonly param: Param; readonly key?: Param; readonly value?: Param }[];
  readonly deletes?: readonly { readonly param: Param; readonly key?: Param }[];
  /**
   * What becomes of a function argument: called before the call returns, in a goroutine, by a timer, on a schedule, per request, once. `method`: the argument
   * is an object, and this method of it is what runs.
   */
  readonly runs?: readonly {
    readonly param: Param;
    readonly method?: string;
    readonly how: 'now' | 'goroutine' | 'timer' | 'schedule' | 'request' | 'once' | 'later';
  }[];
  /** The function argument that is called again and again while a peer listens: until it returns false, or the peer has gone. */
  readonly streams?: Param;
  /** The function argument that is called until it succeeds, or the caller has had enough. */
  readonly repeats?: Param;
  /** Puts together what a process consists of: what calls it runs as long as that does. */
  readonly lasts?: true;
  /** `until-done`: for work that has been started. `until-closed`: a server, until somebody closes it. */
  readonly blocks?: 'forever' | 'until-done' | 'until-closed';
  /** How many run at once: waits for a place, gives it back, or sets the number of places (of the receiver, or of the result of a constructor). */
  readonly throttles?: 'acquire' | 'release' | 'limit';
  readonly never?: 'returns';
  readonly middleware?: MiddlewareRow;
}

export interface FieldRow {
  readonly type: TypeText;
  readonly source?: Source;
  /** A writer that is put here gets bytes from there: `cmd.Stdout`. */
  readonly feeds?: Source;
  /** How a function or handler that is put here is run: a command's `Run` once, a server's `Handler` per request. */
  readonly runs?: NonNullable<Effects['runs']>[number]['how'];
}

export interface ValueRow {
  readonly type?: TypeText;
  readonly source?: Source;
  readonly number?: number;
  readonly text?: string;
}

export interface TypeRow {
  readonly kind?: 'struct' | 'interface' | 'func' | 'other';
  readonly underlying?: TypeText;
  /** Only another name of this type. */
  readonly alias?: TypeText;
  /** Names that its fields, its underlying type and the results of its methods use for type arguments. */
  readonly typeParams?: readonly string[];
  readonly fields?: Readonly<Record<string, FieldRow>>;
  /** A reader whose fields say what it reads, and how many bytes at most: `io.LimitedReader{R: r, N: n}`. */
  readonly bounds?: { readonly reader: string; readonly limit: string };
  /** Types whose methods and fields this one has too. */
  readonly embeds?: readonly TypeText[];
  /** Fields and methods that tell how many bytes reading the value (or what it describes) whole takes, and what they say where that is not known. */
  readonly length?: { readonly by: readonly string[]; readonly unknown?: number };
  /** A writer that keeps in memory all that is written to it. */
  readonly buffer?: true;
  /** A container: what its methods insert stays until deleted (`sync.Map`), or leaves by itself (`lru.Cache`). */
  readonly container?: 'keeps' | 'evicts';
  /** A value of this type is itself such a source: a `*net/http.Request` parameter in a server role, a `net.Conn`. */
  readonly source?: Source;
  /** A parameter of this type makes a function a handler that peers reach. */
  readonly serves?: true;
  /** An interface that a program's types implement: what it asks for, and how the library runs a method of it, whichever way it comes by the value. */
  readonly asks?: {
    readonly methods: readonly string[];
    readonly runs: Readonly<Record<string, NonNullable<Effects['runs']>[number]['how']>>;
  };
}

/** How a router or a middleware chain composes (catalogue A). */
export interface FrameworkRow {
  readonly id: string;
  /** Constructors of routers. */
  readonly constructors: readonly Symbol[];
  /** Types of routers and groups. */
  readonly routers: readonly TypeText[];
  /** Methods that add middleware to all that follows, and the parameter from which middleware stand. */
  readonly use: Readonly<Record<string, number>>;
  /** As `use`, but always outside every `use` (echo `Pre`). */
  readonly pre?: Readonly<Record<string, number>>;
  /** Methods that make a sub-router, and the parameter from which middleware stand. `copies`: takes the parent's chain at that moment. */
  readonly group?: Readonly<Record<string, number>>;
  readonly groupCopies?: boolean;
  /** Methods that make a sub-router and hand it to a callback: `r.Route(pattern, func(r chi.Router) {...})`: parameter of the callback. */
  readonly callback?: Readonly<Record<string, number>>;
  /** Methods that mount another router or handler: parameter of the mounted one. */
  readonly mount?: Readonly<Record<string, number>>;
  /** Methods that register a route: where the endpoint stands, and from which parameter middleware stand (-1: none). */
  readonly routes: Readonly<Record<string, { readonly endpoint: number | 'last'; readonly from: number }>>;
  /** Chains: `alice.New(a, b).Then(h)`. */
  readonly chain?: {
    readonly make: readonly Symbol[];
    readonly append: readonly string[];
    readonly final: readonly string[];
  };
  /** A middleware added after a route: still runs for it, does not, or panics. */
  readonly late: 'applies' | 'ignored' | 'panics';
  /** Middleware run only where a route matched (gorilla/mux). */
  readonly onlyOnMatch?: true;
  /** Bytes to which the framework limits request bodies by itself. */
  readonly bodyLimit?: number;
  /** Names another limit when a router is made: a field of its configuration, or an option's function. */
  readonly bodyLimitOption?: string;
  /** Handler signatures, as types. */
  readonly handlers: readonly TypeText[];
  /** Structs whose methods answer requests once a type of the program embeds them: beego's `Controller`. */
  readonly controllers?: readonly TypeText[];
  readonly next?: readonly string[];
  readonly abort?: readonly string[];
}

/** A type as written down by hand: the types of fields may be left out where the package's shape (src/catalog/shapes) tells them. */
export interface TypeNote extends Omit<TypeRow, 'fields'> {
  readonly fields?: Readonly<Record<string, Partial<FieldRow>>>;
}

/** What is written down by hand on a library: what it does. Its shape is merged in by the look-ups of src/catalog/index.ts. */
export interface Library {
  /** Import paths that this describes, without a trailing slash; all share the rows. The first is the one that symbols are spelled with. */
  readonly paths: readonly string[];
  /** The package's own name, where it differs from the last element of the path. */
  readonly name?: string;
  /** Where the facts were read. */
  readonly doc: string;
  readonly types?: Readonly<Record<string, TypeNote>>;
  /** Package variables and constants. */
  readonly values?: Readonly<Record<string, ValueRow>>;
  /** Keyed `Func`, `(*T).Method` or `T.Method` (interfaces and value receivers; a lookup by pointer finds it too). */
  readonly effects: Readonly<Record<string, Effects>>;
  readonly resources?: readonly Resource[];
  readonly frameworks?: readonly FrameworkRow[];
}
