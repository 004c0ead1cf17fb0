package accesstoken

import (
	"bytes"
	"encoding/json"
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
	// JSON would put U+FFFD in place of what is no UTF-8, and the token would be somebody else's.
	if !utf8.ValidString(t.Identity) {
		return nil, &Error{Code: "invalid-utf8", Message: "the identity is not UTF-8."}
	}
	request := struct {
		Identity  string  `json:"identity"`
		TTL       float64 `json:"ttl,omitempty"`
		NotBefore *int64  `json:"not_before,omitempty"`
		Region    string  `json:"region,omitempty"`
		Grants    grants  `json:"grants,omitempty"`
	}{Identity: t.Identity, TTL: t.TTL.Seconds(), Region: t.Region, Grants: t.Grants}
	if !t.NotBefore.IsZero() {
		request.NotBefore = new(int64)
		*request.NotBefore = t.NotBefore.Unix()
	}
	return marshal(request)
}

// marshal is [json.Marshal] without escapes for HTML: grants are written into tokens as their JSON stands.
func marshal(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

// grants is an object of JSON whose members are in order.
type grants []Grant

func (g grants) MarshalJSON() ([]byte, error) {
	object := []byte{'{'}
	for at, grant := range g {
		if grant == nil {
			return nil, &Error{Code: "invalid-argument", Message: "a grant is nil."}
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

// MarshalJSON gives the grant as it stands.
func (g PlaybackGrant) MarshalJSON() ([]byte, error) { return json.RawMessage(g).MarshalJSON() }

// MarshalJSON gives the value's JSON.
func (g CustomGrant) MarshalJSON() ([]byte, error) { return marshal(g.Value) }
