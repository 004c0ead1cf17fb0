package accesstoken

import (
	"context"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

//go:embed twilio-access-token.wasm
var wasm []byte

// instantiate makes an instance of the module, which is compiled the first time.
var instantiate = sync.OnceValues(func() (func(context.Context) (api.Module, error), error) {
	ctx := experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0))
	engine := wazero.NewRuntime(ctx)
	compiled, err := engine.CompileModule(ctx, wasm)
	if err != nil {
		return nil, err
	}
	// Without a name there can be many of them.
	config := wazero.NewModuleConfig().WithName("")
	return func(ctx context.Context) (api.Module, error) { return engine.InstantiateModule(ctx, compiled, config) }, nil
})

// Statuses of calls into the module.
const (
	statusOK       = 0
	statusRejected = 1
	statusMisuse   = 2
)

// How long what a call leaves is: an address and a length, or a handle.
const outLen = 8

// absent is the argument for an optional text that is not given.
type absent struct{}

// instance is one instance of the module, for one goroutine at a time.
type instance struct {
	module    api.Module
	functions map[string]api.Function
	// The handle of the object for which the instance is there, as the first argument of its calls; nothing if there is none.
	object []any
	broken bool
}

func newInstance(ctx context.Context) (*instance, error) {
	instantiate, err := instantiate()
	if err != nil {
		return nil, err
	}
	module, err := instantiate(ctx)
	if err != nil {
		return nil, err
	}
	return &instance{module: module, functions: map[string]api.Function{}}, nil
}

func (i *instance) close() { _ = i.module.Close(context.Background()) }

// call calls a function that leaves something: a handle or a text. An argument is a text, absent, a number or a handle.
func (i *instance) call(ctx context.Context, name string, arguments ...any) (handle uint32, text string, err error) {
	size := outLen
	for _, argument := range arguments {
		switch value := argument.(type) {
		case string:
			size += len(value)
		case time.Time:
			if value.Unix() < 0 {
				return 0, "", &Error{Code: "time-out-of-range", Message: "the argument at is before 1970 or the zero time.Time", Hint: "Pass time.Now()."}
			}
		}
	}
	if uint64(size) > 1<<32-1 {
		return 0, "", tooLarge(size)
	}
	out, err := i.run(ctx, "tat_alloc", uint64(size))
	if err != nil {
		return 0, "", err
	}
	if out == 0 {
		return 0, "", tooLarge(size)
	}
	memory := i.module.Memory()
	parameters := make([]uint64, 0, 2*len(arguments)+1)
	end := out + outLen
	for _, argument := range arguments {
		switch value := argument.(type) {
		case string:
			memory.WriteString(end, value)
			parameters = append(parameters, uint64(end), uint64(len(value)))
			end += uint32(len(value))
		case absent:
			parameters = append(parameters, 0, 0)
		case uint32:
			parameters = append(parameters, uint64(value))
		case time.Time:
			parameters = append(parameters, uint64(value.Unix()))
		default:
			panic(fmt.Sprintf("an argument of the type %T", value))
		}
	}
	status, err := i.run(ctx, name, append(parameters, uint64(out))...)
	if err != nil {
		return 0, "", err
	}
	slot, _ := memory.Read(out, outLen)
	handle = binary.LittleEndian.Uint32(slot)
	if length := binary.LittleEndian.Uint32(slot[4:]); handle != 0 && length != 0 {
		given, _ := memory.Read(handle, length)
		text = string(given)
		if _, err := i.run(ctx, "tat_free", uint64(handle), uint64(length)); err != nil {
			return 0, "", err
		}
	}
	if _, err := i.run(ctx, "tat_free", uint64(out), uint64(size)); err != nil {
		return 0, "", err
	}
	switch status {
	case statusOK:
		return handle, text, nil
	case statusRejected, statusMisuse:
		return 0, "", refusal(text)
	default:
		return 0, "", fmt.Errorf("accesstoken: %s gave the status %d", name, status)
	}
}

// run calls a function of the module as it is. One that fails leaves the instance broken.
func (i *instance) run(ctx context.Context, name string, parameters ...uint64) (uint32, error) {
	function, ok := i.functions[name]
	if !ok {
		function = i.module.ExportedFunction(name)
		i.functions[name] = function
	}
	if err := function.CallWithStack(ctx, parameters); err != nil {
		i.broken = true
		return 0, fmt.Errorf("accesstoken: %s: %w", name, err)
	}
	return uint32(parameters[0]), nil
}

func tooLarge(size int) *Error {
	return &Error{Code: "invalid-argument", Message: fmt.Sprintf("the arguments have %d bytes, more than fit", size), Hint: "Pass 16 MiB at most."}
}

// refusal reads an error from its JSON.
func refusal(text string) error {
	refused := new(Error)
	if err := json.Unmarshal([]byte(text), refused); err != nil {
		return err
	}
	return refused
}

// object is what lives in the module: in each of up to GOMAXPROCS instances, made when they are needed.
type object struct {
	name string
	// Makes the object in an instance and gives its handle. What it holds is out of reach of what prints values.
	create func(context.Context, *instance) (uint32, error)
	idle   chan *instance
	room   chan struct{}
	closed chan struct{}
	once   sync.Once
}

// newObject makes an object and its first instance, so that what is wrong with it is known at once.
func newObject(name string, create func(context.Context, *instance) (uint32, error)) (*object, error) {
	size := runtime.GOMAXPROCS(0)
	o := &object{
		name:   name,
		create: create,
		idle:   make(chan *instance, size),
		room:   make(chan struct{}, size),
		closed: make(chan struct{}),
	}
	for range size - 1 {
		o.room <- struct{}{}
	}
	first, err := o.open(context.Background())
	if err != nil {
		return nil, err
	}
	o.idle <- first
	return o, nil
}

func (o *object) open(ctx context.Context) (*instance, error) {
	opened, err := newInstance(ctx)
	if err != nil || o.create == nil {
		return opened, err
	}
	handle, err := o.create(ctx, opened)
	if err != nil {
		opened.close()
		return nil, err
	}
	opened.object = []any{handle}
	return opened, nil
}

// call calls a function of the object that leaves a text or nothing.
func (o *object) call(ctx context.Context, name string, arguments ...any) (string, error) {
	taken, err := o.take(ctx)
	if err != nil {
		return "", err
	}
	defer o.give(taken)
	_, text, err := taken.call(ctx, name, append(taken.object, arguments...)...)
	return text, err
}

// take takes an instance that is idle, else a new one while there is room, else waits.
func (o *object) take(ctx context.Context) (*instance, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case taken := <-o.idle:
		return taken, nil
	default:
	}
	select {
	case taken := <-o.idle:
		return taken, nil
	case <-o.closed:
		return nil, &Error{Code: "invalid-handle", Message: "the " + o.name + " is closed", Hint: "Make another one."}
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-o.room:
		opened, err := o.open(ctx)
		if err != nil {
			o.room <- struct{}{}
		}
		return opened, err
	}
}

func (o *object) give(taken *instance) {
	if taken.broken {
		taken.close()
		o.room <- struct{}{}
		return
	}
	o.idle <- taken
}

// Close waits for the calls that are under way, and gives back the memory. What is called afterwards gives an [*Error] of the
// code "invalid-handle". To close twice does no harm.
func (o *object) Close() error {
	o.once.Do(func() {
		close(o.closed)
		for range cap(o.idle) {
			select {
			case idle := <-o.idle:
				idle.close()
			case <-o.room:
			}
		}
		o.create = nil
	})
	return nil
}

// String names the type, and shows nothing of what it holds.
func (o *object) String() string { return "accesstoken." + o.name }

// GoString is the same as String.
func (o *object) GoString() string { return o.String() }
