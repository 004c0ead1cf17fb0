// Package accesstoken mints [Twilio access tokens], the short-lived JWTs with which a browser or phone joins a Twilio video
// room, a call or a chat. It also verifies tokens, says why Twilio would refuse one, and validates Twilio's webhooks.
//
// The rules are those of the Rust library twilio-access-token, which cgo calls as the C library twilio_access_token.
//
// A [Signer], [Verifier] or [WebhookKey] may be used by many goroutines at once, and should be closed when it is not needed any
// more: that wipes its key. One that is forgotten is freed when it is collected.
//
// [Twilio access tokens]: https://www.twilio.com/docs/iam/access-tokens
package accesstoken

// #cgo CFLAGS: -I${SRCDIR}/../../target/c/include
// #cgo LDFLAGS: -L${SRCDIR}/../../target/c/lib -Wl,-rpath,${SRCDIR}/../../target/c/lib -ltwilio_access_token
// #include "twilio_access_token.h"
import "C"

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"
	"unsafe"
)

// ErrClosed is what is returned by an object that has been closed.
var ErrClosed = errors.New("accesstoken: it is closed")

// Error is what is refused, and why. Match it by its code:
//
//	errors.Is(err, &accesstoken.Error{Code: "ttl-too-long"})
//
// or read it with [errors.As].
type Error struct {
	// Code is the stable name of the reason, such as "ttl-too-long".
	Code string `json:"code"`
	// Message states what is wrong, without a period. It never shows a secret, and may change between versions.
	Message string `json:"message"`
	// Hint is a sentence: what to do about it.
	Hint string `json:"hint"`
}

// Error returns the message and the hint.
func (e *Error) Error() string { return "accesstoken: " + e.Message + ". " + e.Hint }

// Is reports whether target is an [*Error] of the same code.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// text is a text of Go as C takes it. The library reads no more than its length and keeps nothing, as cgo asks. An empty one must
// not be NULL, which would be an absent one.
func text(s string) (*C.char, C.size_t) {
	if s == "" {
		return (*C.char)(unsafe.Pointer(&empty)), 0
	}
	return (*C.char)(unsafe.Pointer(unsafe.StringData(s))), C.size_t(len(s))
}

// optional is text for one that may be absent.
func optional(s *string) (*C.char, C.size_t) {
	if s == nil {
		return nil, 0
	}
	return text(*s)
}

var empty byte

// seconds is a time as C takes it.
func seconds(at time.Time) (C.uint64_t, error) {
	if at.Unix() < 0 {
		return 0, &Error{Code: "time-out-of-range", Message: "the argument at is before 1970 or the zero time.Time", Hint: "Pass time.Now()."}
	}
	return C.uint64_t(at.Unix()), nil
}

// apiKey is an API key as C takes it.
type apiKey struct {
	account, sid, secret          *C.char
	accountLen, sidLen, secretLen C.size_t
}

func apiKeyOf(accountSID, apiKeySID, apiKeySecret string) (k apiKey) {
	k.account, k.accountLen = text(accountSID)
	k.sid, k.sidLen = text(apiKeySID)
	k.secret, k.secretLen = text(apiKeySecret)
	return k
}

// answer takes what a call has given, and frees it.
func answer(status C.tat_status, out C.tat_text) (string, error) {
	defer C.tat_text_free(out)
	given := string(unsafe.Slice((*byte)(unsafe.Pointer(out.data)), out.len))
	switch status {
	case C.TAT_OK:
		return given, nil
	case C.TAT_PANIC:
		panic("accesstoken: there is a fault in the library twilio_access_token")
	}
	return "", refusal(given)
}

func refusal(text string) error {
	refused := &Error{}
	if err := json.Unmarshal([]byte(text), refused); err != nil {
		return fmt.Errorf("accesstoken: reading an error of the library: %w", err)
	}
	return refused
}

// object is what lives in the library: freed once, when it is closed or collected, and not under a call.
type object[P comparable] struct {
	lock sync.RWMutex
	// pointer is nil once it is freed.
	pointer P
	free    func(P)
	name    string
}

func newObject[P comparable](name string, pointer P, free func(P)) *object[P] {
	made := &object[P]{pointer: pointer, free: free, name: name}
	runtime.SetFinalizer(made, (*object[P]).Close)
	return made
}

func (o *object[P]) call(function func(P) (C.tat_status, C.tat_text)) (string, error) {
	o.lock.RLock()
	defer o.lock.RUnlock()
	var freed P
	if o.pointer == freed {
		return "", ErrClosed
	}
	return answer(function(o.pointer))
}

// Close waits for the calls that are under way, wipes the key and frees it. What is called afterwards returns [ErrClosed].
func (o *object[P]) Close() {
	o.lock.Lock()
	defer o.lock.Unlock()
	var freed P
	if o.pointer != freed {
		o.free(o.pointer)
		o.pointer = freed
	}
}

// String is the name of the type, and nothing of the keys.
func (o *object[P]) String() string { return "accesstoken." + o.name }
