package accesstoken

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"time"
	"unicode/utf8"
)

// Token is what a token is to say.
type Token struct {
	// Identity is whose token it is, such as a user's name: 1 to 256 characters.
	Identity string
	// TTL is how long the token lives, whole seconds from 1 s to 24 h. If it is 0, one hour.
	TTL time.Duration
	// NotBefore is when the token becomes valid, to the second. If it is zero, at once.
	NotBefore time.Time
	// Region is that of the API key, such as "ie1". If it is empty, us1.
	Region string
	// Grants is what the token permits, in the order in which the token is to have it.
	Grants []Grant
}

// MarshalJSON gives what [Signer.SignJSON] takes.
func (t Token) MarshalJSON() ([]byte, error) {
	request := struct {
		Identity  string  `json:"identity"`
		TTL       float64 `json:"ttl,omitempty"`
		NotBefore *int64  `json:"not_before,omitempty"`
		Region    string  `json:"region,omitempty"`
		Grants    grants  `json:"grants,omitempty"`
	}{Identity: t.Identity, TTL: t.TTL.Seconds(), Region: t.Region, Grants: t.Grants}
	if !t.NotBefore.IsZero() {
		if t.NotBefore.Unix() < 0 {
			return nil, &Error{Code: "invalid-time", Message: "NotBefore is before 1970", Hint: "Leave it zero for a token that is valid at once."}
		}
		request.NotBefore = new(int64)
		*request.NotBefore = t.NotBefore.Unix()
	}
	return marshal(request)
}

// marshal is [json.Marshal] without escapes for HTML: grants are written into tokens as their JSON stands. Strings that are not
// UTF-8 are an error; encoding/json would replace their bytes, and the token would be somebody else's.
func marshal(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	if refused := (*Error)(nil); errors.As(err, &refused) {
		return nil, refused
	}
	if err != nil {
		return nil, err
	}
	// encoding/json writes this escape for invalid bytes alone. A valid U+FFFD is written as it is.
	if !utf8.Valid(text.Bytes()) || bytes.Contains(text.Bytes(), []byte(`\ufffd`)) && replaced.Match(text.Bytes()) {
		return nil, &Error{Code: "invalid-utf8", Message: "a string is not UTF-8, or raw JSON contains the escape \\ufffd", Hint: "Encode it as UTF-8."}
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

var replaced = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*\\ufffd`)

// grants is an object of JSON whose members are in order.
type grants []Grant

func (g grants) MarshalJSON() ([]byte, error) {
	object := []byte{'{'}
	for at, grant := range g {
		if grant == nil {
			return nil, &Error{Code: "invalid-argument", Message: "a grant is nil", Hint: "Leave it out."}
		}
		key, err := marshal(grant.Key())
		if err != nil {
			return nil, err
		}
		value, err := marshal(grant)
		if err != nil {
			return nil, err
		}
		if at > 0 {
			object = append(object, ',')
		}
		object = append(append(append(object, key...), ':'), value...)
	}
	return append(object, '}'), nil
}

// Grant is permission for one product. Its JSON becomes the member Key of the claim grants.
type Grant interface {
	Key() string
}

// VideoGrant lets its holder join one room of Twilio Video.
type VideoGrant struct {
	// Room is the name of the room or its SID: 1 to 128 characters.
	Room string `json:"room"`
}

// AnyRoomVideoGrant lets its holder join every room of Twilio Video.
type AnyRoomVideoGrant struct{}

// VoiceGrant lets its holder make or receive calls.
type VoiceGrant struct {
	Incoming VoiceIncoming `json:"incoming,omitzero"`
	Outgoing VoiceOutgoing `json:"outgoing,omitzero"`
	// PushCredentialSID is the credential of push notifications: CR and 32 hexadecimal digits.
	PushCredentialSID string `json:"push_credential_sid,omitempty"`
	EndpointID        string `json:"endpoint_id,omitempty"`
}

// VoiceIncoming says whether calls may come in.
type VoiceIncoming struct {
	Allow bool `json:"allow"`
}

// VoiceOutgoing says what runs when its holder calls.
type VoiceOutgoing struct {
	// ApplicationSID is the TwiML App: AP and 32 hexadecimal digits.
	ApplicationSID string `json:"application_sid,omitempty"`
	// Params are passed to the application.
	Params map[string]any `json:"params,omitzero"`
}

// ChatGrant is for Conversations, Chat and Flex.
type ChatGrant struct {
	// ServiceSID is IS and 32 hexadecimal digits.
	ServiceSID string `json:"service_sid,omitempty"`
	EndpointID string `json:"endpoint_id,omitempty"`
	// DeploymentRoleSID is RL and 32 hexadecimal digits.
	DeploymentRoleSID string `json:"deployment_role_sid,omitempty"`
	// PushCredentialSID is CR and 32 hexadecimal digits.
	PushCredentialSID string `json:"push_credential_sid,omitempty"`
}

// SyncGrant is for Twilio Sync.
type SyncGrant struct {
	// ServiceSID is IS and 32 hexadecimal digits.
	ServiceSID string `json:"service_sid,omitempty"`
	EndpointID string `json:"endpoint_id,omitempty"`
}

// TaskRouterGrant is for TaskRouter.
type TaskRouterGrant struct {
	// WorkspaceSID is WS and 32 hexadecimal digits.
	WorkspaceSID string `json:"workspace_sid,omitempty"`
	// WorkerSID is WK and 32 hexadecimal digits.
	WorkerSID string `json:"worker_sid,omitempty"`
	Role      string `json:"role,omitempty"`
}

// PlaybackGrant is for a player of Twilio Live: what its API gave, as it stands.
type PlaybackGrant json.RawMessage

// CustomGrant is for what has no type here.
type CustomGrant struct {
	// Name is the member of the claim grants.
	Name string
	// Value is anything that has a JSON.
	Value any
}

// Key is "video".
func (VideoGrant) Key() string { return "video" }

// Key is "video".
func (AnyRoomVideoGrant) Key() string { return "video" }

// Key is "voice".
func (VoiceGrant) Key() string { return "voice" }

// Key is "chat".
func (ChatGrant) Key() string { return "chat" }

// Key is "data_sync".
func (SyncGrant) Key() string { return "data_sync" }

// Key is "task_router".
func (TaskRouterGrant) Key() string { return "task_router" }

// Key is "player".
func (PlaybackGrant) Key() string { return "player" }

// Key is the name.
func (g CustomGrant) Key() string { return g.Name }

// MarshalJSON gives an error if the room is empty.
func (g VideoGrant) MarshalJSON() ([]byte, error) {
	if g.Room == "" {
		return nil, &Error{Code: "empty-room", Message: "VideoGrant.Room is empty", Hint: "Set it to a room, or use AnyRoomVideoGrant for every room."}
	}
	return marshal(map[string]string{"room": g.Room})
}

// MarshalJSON gives the grant as it stands.
func (g PlaybackGrant) MarshalJSON() ([]byte, error) { return json.RawMessage(g).MarshalJSON() }

// MarshalJSON gives the value's JSON.
func (g CustomGrant) MarshalJSON() ([]byte, error) { return marshal(g.Value) }
