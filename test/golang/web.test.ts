import { describe, expect, test } from 'vitest';
import { brief } from '../../src/golang/origins.ts';
import { bodyLimitOf, chainsOf, compositionsAround, middlewareOf } from '../../src/golang/web/index.ts';
import { declarationOf, worldOf } from '../helpers/world.ts';

const GIN = 'github.com/gin-gonic/gin';

/** All chains that lead from an entry, each as what the setup wrote, with the roles that are known. */
async function chains(entry: string, body: string, imports: readonly string[] = [GIN]): Promise<readonly string[]> {
  const source = `package main\n\nimport (\n${imports.map(path => `\t${path.includes('"') ? path : `"${path}"`}`).join('\n')}\n)\n${body}`;
  const world = await worldOf({ 'main.go': source });
  const found = compositionsAround(declarationOf(world, entry)).flatMap(composition => [...chainsOf(composition)]);
  const texts = found.map(({ layers }) =>
    layers
      .map(
        layer =>
          `${brief(layer.shown)}${middlewareOf(layer.node)
            .map(each => `:${each.row.role}`)
            .join('')}`,
      )
      .join(' > '),
  );
  return [...new Set(texts)].filter(text => text !== '').sort();
}

const NETHTTP = ['net/http', 'github.com/gorilla/handlers'];

describe('chains', () => {
  test('of Use calls, several arguments, groups that copy', async () => {
    expect(
      await chains(
        'main',
        `func main() {
	r := gin.New()
	r.Use(a, b)
	g := r.Group("/v1", c)
	r.Use(d)
	g.Use(e)
	g.GET("/x", f, get)
}
`,
      ),
    ).toEqual(['a > b > c > e', 'a > b > c > e > f', 'a > b > d']);
  });

  test('through setup functions, in the order of their calls', async () => {
    expect(
      await chains(
        'main',
        `type app struct{ engine *gin.Engine }
func main() {
	a := &app{engine: gin.New()}
	a.second()
	first(a.engine, limit)
	a.third()
}
func first(r *gin.Engine, m gin.HandlerFunc) { r.Use(m) }
func (a *app) second() { a.engine.Use(x) }
func (a *app) third() { a.engine.Use(y()...) }
func y() []gin.HandlerFunc { return append([]gin.HandlerFunc{p}, q) }
`,
      ),
    ).toEqual(['x > m > p > q']);
  });

  test('of wrapping: nested, one after the other, through functions of the module', async () => {
    expect(
      await chains(
        'main',
        `func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", index)
	var h http.Handler = mux
	h = handlers.CompressHandler(h)
	h = logged(h)
	h = handlers.CORS()(h)
	http.ListenAndServe(":80", wrap(h))
}
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}
func wrap(h http.Handler) http.Handler { return http.MaxBytesHandler(h, 10) }
`,
        NETHTTP,
      ),
    ).toEqual([
      'http.MaxBytesHandler(h, 10):body-limit > handlers.CORS():cors > logged(h) > handlers.CompressHandler(h):compress',
    ]);
  });

  test('of alice, negroni and lists', async () => {
    expect(
      await chains(
        'main',
        `func main() {
	mux := http.NewServeMux()
	chain := alice.New(handlers.CompressHandler, a).Append(handlers.CORS())
	http.Handle("/", chain.Then(mux))
	n := negroni.New(b)
	n.UseHandler(mux)
	list := []func(http.Handler) http.Handler{c, d}
	var h http.Handler = mux
	for i := len(list) - 1; i >= 0; i-- {
		h = list[i](h)
	}
	for _, m := range list {
		h = m(h)
	}
}
`,
        [...NETHTTP, 'github.com/justinas/alice', '"github.com/urfave/negroni/v3"'],
      ),
    ).toEqual(['b', 'd > c > c > d', 'handlers.CompressHandler:compress > a > handlers.CORS():cors']);
  });

  test('of chi: sub-routers, inline groups, mounts', async () => {
    expect(
      await chains(
        'main',
        `func main() {
	r := chi.NewRouter()
	r.Use(middleware.Compress(5))
	r.Route("/api", func(r chi.Router) {
		r.Use(cors.Handler(cors.Options{}))
		r.With(a).Get("/x", get)
	})
	r.Mount("/admin", admin())
}
func admin() http.Handler {
	r := chi.NewRouter()
	r.Use(b)
	return r
}
`,
        ['net/http', 'github.com/go-chi/chi/v5', 'github.com/go-chi/chi/v5/middleware', 'github.com/go-chi/cors'],
      ),
    ).toEqual([
      'middleware.Compress(5):compress',
      'middleware.Compress(5):compress > b',
      'middleware.Compress(5):compress > cors.Handler(cors.Options{}):cors',
      'middleware.Compress(5):compress > cors.Handler(cors.Options{}):cors > a',
    ]);
  });
});

describe('hand-written middleware', () => {
  const roles = async (body: string, imports: readonly string[] = [GIN, 'net/http']) =>
    (await chains('main', `func main() { r := gin.New(); r.Use(subject()) }\n${body}`, imports))[0]?.replace(
      'subject()',
      '',
    );

  test('CORS that ends OPTIONS', async () => {
    const cors = (stop: string) => `func subject() gin.HandlerFunc {
	return func(c *gin.Context) {
		allow(c)
		if c.Request.Method == http.MethodOptions {
			${stop}
			return
		}
		c.Next()
	}
}
func allow(c *gin.Context) { c.Writer.Header().Set("Access-Control-Allow-Origin", "*") }
`;
    expect(await roles(cors('c.AbortWithStatus(204)'))).toBe(':cors');
    expect(await roles(cors('c.Status(204)'))).toBe('');
  });

  test('a body limit, where it stands before the next handler', async () => {
    expect(
      await roles(`func subject() gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 1<<20)
		c.Next()
	}
}
`),
    ).toBe(':body-limit');
  });

  test('a compressor that hands its writer on', async () => {
    const compress = (hand: string) => `type gz struct {
	gin.ResponseWriter
	z *gzip.Writer
}
func (g *gz) Write(p []byte) (int, error) { return g.z.Write(p) }
func subject() gin.HandlerFunc {
	return func(c *gin.Context) {
		z := gzip.NewWriter(c.Writer)
		defer z.Close()
		${hand}
		c.Next()
	}
}
`;
    const imports = [GIN, 'compress/gzip'];
    expect(await roles(compress('c.Writer = &gz{c.Writer, z}'), imports)).toBe(':compress');
    expect(await roles(compress('_ = z'), imports)).toBe('');
  });
});

describe('body limits of handlers', () => {
  const limit = async (body: string, handler: string, imports: readonly string[]) => {
    const world = await worldOf({
      'main.go': `package main\n\nimport (\n${imports.map(path => `\t"${path}"`).join('\n')}\n)\n${body}`,
    });
    return bodyLimitOf(declarationOf(world, handler));
  };

  test('of MaxBytesHandler around a mux', async () => {
    const body = `func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /x", create)
	http.ListenAndServe(":80", http.MaxBytesHandler(mux, 1<<20))
}
func create(w http.ResponseWriter, r *http.Request) {}
`;
    expect(await limit(body, 'create', ['net/http'])).toBe(1 << 20);
  });

  test('of echo, for every route or for none', async () => {
    const setup = (more: string) => `type handler struct{}
func main() {
	e := echo.New()
	register(e, &handler{})
	e.Use(middleware.BodyLimit("2M"))
}
func register(e *echo.Echo, h *handler) {
	e.Group("/v1").POST("/x", h.create)
	${more}
}
func (h *handler) create(c echo.Context) error { return nil }
`;
    const imports = ['github.com/labstack/echo/v4', 'github.com/labstack/echo/v4/middleware'];
    expect(await limit(setup(''), 'handler.create', imports)).toBe(2 << 20);
    expect(await limit(setup('e2 := echo.New(); e2.POST("/y", h.create)'), 'handler.create', imports)).toBe(undefined);
  });

  test('of gin, only for routes that are registered afterwards', async () => {
    const setup = (before: string, after: string) => `func main() {
	r := gin.Default()
	${before}
	r.POST("/x", adapt(create))
	${after}
}
func adapt(h func(*gin.Context)) gin.HandlerFunc { return func(c *gin.Context) { h(c) } }
func create(c *gin.Context) {}
`;
    const imports = ['github.com/gin-gonic/gin', 'github.com/gin-contrib/size'];
    expect(await limit(setup('r.Use(limits.RequestSizeLimiter(max))', ''), 'create', imports)).toBe('configured');
    expect(await limit(setup('', 'r.Use(limits.RequestSizeLimiter(10))'), 'create', imports)).toBe(undefined);
  });

  test('of fiber: its own, or the one it is given', async () => {
    const setup = (config: string) => `func main() {
	app := fiber.New(${config})
	app.Post("/x", create)
}
func create(c *fiber.Ctx) error { return nil }
`;
    const imports = ['github.com/gofiber/fiber/v2'];
    expect(await limit(setup(''), 'create', imports)).toBe(4 << 20);
    expect(await limit(setup('fiber.Config{BodyLimit: 8 << 20}'), 'create', imports)).toBe(8 << 20);
  });

  test('of what a middleware calls, by what stands before the middleware', async () => {
    const body = `func main() {
	e := echo.New()
	setup(e)
}
func setup(e *echo.Echo) {
	e.Use(middleware.BodyLimit("1K"))
	e.Use(access(1))
}
func access(level int) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			peek(c)
			return next(c)
		}
	}
}
func peek(c echo.Context) {}
`;
    const imports = ['github.com/labstack/echo/v4', 'github.com/labstack/echo/v4/middleware'];
    expect(await limit(body, 'peek', imports)).toBe(1024);
  });

  test('of chi and gorilla, through sub-routers and middleware of the module', async () => {
    const body = `func main() {
	r := mux.NewRouter()
	api := r.PathPrefix("/api").Subrouter()
	api.Use(limited)
	api.HandleFunc("/x", create).Methods("POST")
	c := chi.NewRouter()
	c.Use(middleware.RequestSize(64))
	c.Method("POST", "/y", http.HandlerFunc(other))
}
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil {
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 100)
		next.ServeHTTP(w, r)
	})
}
func create(w http.ResponseWriter, r *http.Request) {}
func other(w http.ResponseWriter, r *http.Request) {}
`;
    const imports = [
      'net/http',
      'github.com/gorilla/mux',
      'github.com/go-chi/chi/v5',
      'github.com/go-chi/chi/v5/middleware',
    ];
    expect(await limit(body, 'create', imports)).toBe(100);
    expect(await limit(body, 'other', imports)).toBe(64);
  });
});
