// Package accesstoken mints [Twilio access tokens], the short-lived JWTs with which a browser or phone joins a Twilio video
// room, a call or a chat. It also verifies tokens, says why Twilio would refuse one, and validates Twilio's webhooks.
//
// The rules are those of the Rust library twilio-access-token, which is in here as a WebAssembly module and runs on wazero:
// there is no cgo and no native code. The module is compiled once in a process, by whatever is called first.
//
// A [Signer], [Verifier] or [WebhookKey] may be used by many goroutines at once. It holds up to GOMAXPROCS instances of the
// module, made when they are needed, and should be closed when it is not needed any more. A context bounds how long a call
// waits for an instance; a call that has begun is not interrupted.
//
// [Twilio access tokens]: https://www.twilio.com/docs/iam/access-tokens
package accesstoken

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
