// Mints, verifies and inspects Twilio access tokens, and validates Twilio's webhooks, from C++17 on.
//
// A thin cover of twilio_access_token.h: objects that free themselves and exceptions for errors. What tokens, claims and
// reports look like is said there.
#ifndef TWILIO_ACCESS_TOKEN_HPP
#define TWILIO_ACCESS_TOKEN_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "twilio_access_token.h"

namespace twilio_access_token {

/// A time, in whole seconds; of another precision, std::chrono::floor<std::chrono::seconds>(time).
using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// The time at which it is called.
inline Time now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

/// The fields of a form, names and values.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// An error of a call. what() states what is wrong, and ends with the hint.
class Error : public std::runtime_error {
public:
    Error(tat_status status, const std::string& code, const std::string& message, const std::string& hint)
        : std::runtime_error(message + ". " + hint), status_(status), code_(code), hint_(hint) {}

    /// The stable name of the error, such as "empty-identity".
    const std::string& code() const noexcept { return code_; }

    /// What to do about it, a sentence.
    const std::string& hint() const noexcept { return hint_; }

    /// TAT_REJECTED, or TAT_MISUSE: a mistake of the program, such as a text that is not UTF-8.
    tat_status status() const noexcept { return status_; }

private:
    tat_status status_;
    std::string code_;
    std::string hint_;
};

/// A text as JSON, in quotation marks: whatever stands in it, it is but a string of a token.
inline std::string quoted(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string json = "\"";
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        if (code < 0x20) {
            ((json += "\\u00") += digits[code >> 4]) += digits[code & 15];
        } else {
            if (byte == '"' || byte == '\\') json += '\\';
            json += byte;
        }
    }
    return json += '"';
}

namespace detail {

template <auto free>
struct Free {
    template <class T>
    void operator()(T* object) const noexcept {
        free(object);
    }
};

struct Text {
    tat_text raw{nullptr, 0};

    Text() = default;
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;
    ~Text() { tat_text_free(raw); }

    std::string_view view() const { return raw.data == nullptr ? std::string_view() : std::string_view(raw.data, raw.len); }
};

/// The string that stands in `json` after `before`. JSON that the library writes has no other escapes.
inline std::string string_after(std::string_view json, std::string_view before) {
    std::string text;
    const auto start = json.find(before);
    if (start == json.npos) return text;
    for (auto at = start + before.size(); at < json.size() && json[at] != '"'; ++at) {
        if (json[at] != '\\') {
            text += json[at];
            continue;
        }
        switch (json[++at]) {
            case 'b': text += '\b'; break;
            case 'f': text += '\f'; break;
            case 'n': text += '\n'; break;
            case 'r': text += '\r'; break;
            case 't': text += '\t'; break;
            case 'u':
                text += static_cast<char>(std::stoi(std::string(json.substr(at + 1, 4)), nullptr, 16));
                at += 4;
                break;
            default: text += json[at];
        }
    }
    return text;
}

/// The text that a call gives, or throws what it gives instead.
template <class Call>
std::string answer(Call call) {
    Text text;
    const tat_status status = call(&text.raw);
    if (status == TAT_OK) return std::string(text.view());
    if (text.raw.data == nullptr) throw Error(status, "internal-error", "the library has failed", "Report it.");
    const auto json = text.view();
    throw Error(status, string_after(json, "{\"code\":\""), string_after(json, ",\"message\":\""), string_after(json, ",\"hint\":\""));
}

/// A view's pointer, where a view of nothing is an empty text.
inline const char* data(std::string_view text) { return text.data() == nullptr ? "" : text.data(); }
inline const char* data(const std::optional<std::string_view>& text) { return text ? data(*text) : nullptr; }
inline std::size_t size(const std::optional<std::string_view>& text) { return text ? text->size() : 0; }

/// Seconds since 1970. A time before that is as far out of range as one in the far future.
inline std::uint64_t seconds(Time time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

inline std::string to_json(const Fields& fields) {
    std::string json = "[";
    for (const auto& [name, value] : fields) {
        if (json.size() > 1) json += ',';
        json += '[' + quoted(name) + ',' + quoted(value) + ']';
    }
    return json += ']';
}

/// What `make` makes of a key.
template <class Object>
Object* create(tat_status (*make)(const char*, std::size_t, const char*, std::size_t, const char*, std::size_t, Object**,
                                  tat_text*),
               std::string_view account_sid, std::string_view api_key_sid, std::string_view api_key_secret) {
    Object* object;
    answer([&](tat_text* error) {
        return make(data(account_sid), account_sid.size(), data(api_key_sid), api_key_sid.size(), data(api_key_secret),
                    api_key_secret.size(), &object, error);
    });
    return object;
}

}  // namespace detail

/// An API key, ready to sign. Make one and keep it; any number of threads can use it at once.
class Signer {
public:
    /// The secret is not kept.
    Signer(std::string_view account_sid, std::string_view api_key_sid, std::string_view api_key_secret)
        : signer_(detail::create<tat_signer>(tat_signer_new, account_sid, api_key_sid, api_key_secret)) {}

    /// The JWT of a token, a JSON object such as {"identity":"alice","grants":{"video":{"room":"daily"}}}.
    std::string sign(std::string_view token, Time issued_at = now()) const {
        return detail::answer([&](tat_text* out) {
            return tat_signer_sign(signer_.get(), detail::data(token), token.size(), detail::seconds(issued_at), out);
        });
    }

    /// A JWT, or an error as JSON, for each line.
    std::string sign_lines(std::string_view lines, Time issued_at = now()) const {
        return detail::answer([&](tat_text* out) {
            return tat_signer_sign_lines(signer_.get(), detail::data(lines), lines.size(), detail::seconds(issued_at), out);
        });
    }

private:
    std::unique_ptr<tat_signer, detail::Free<tat_signer_free>> signer_;
};

/// API keys whose tokens are taken. Once it is set up, any number of threads can use it at once.
class Verifier {
public:
    Verifier(std::string_view account_sid, std::string_view api_key_sid, std::string_view api_key_secret)
        : verifier_(detail::create<tat_verifier>(tat_verifier_new, account_sid, api_key_sid, api_key_secret)) {}

    /// Takes the tokens of another API key as well.
    void add_key(std::string_view account_sid, std::string_view api_key_sid, std::string_view api_key_secret) {
        detail::answer([&](tat_text* error) {
            return tat_verifier_add_key(verifier_.get(), detail::data(account_sid), account_sid.size(),
                                        detail::data(api_key_sid), api_key_sid.size(), detail::data(api_key_secret),
                                        api_key_secret.size(), error);
        });
    }

    /// Takes clocks to differ by so many seconds; at first by none.
    void set_leeway(std::uint32_t seconds) { tat_verifier_set_leeway(verifier_.get(), seconds); }

    /// The claims of a token that is valid, a JSON object.
    std::string verify(std::string_view token, Time at = now()) const {
        return detail::answer([&](tat_text* out) {
            return tat_verifier_verify(verifier_.get(), detail::data(token), token.size(), detail::seconds(at), out);
        });
    }

private:
    std::unique_ptr<tat_verifier, detail::Free<tat_verifier_free>> verifier_;
};

/// What Twilio would refuse about a text that is to be a token: a JSON object of `header`, `payload`, `signature` and
/// `findings`. With the API key's secret the signature is checked, and with the API key's region the token's.
inline std::string inspect(std::string_view token, std::optional<std::string_view> api_key_secret = {},
                           std::optional<std::string_view> region = {}, Time at = now()) {
    return detail::answer([&](tat_text* out) {
        return tat_inspect(detail::data(token), token.size(), detail::data(api_key_secret), detail::size(api_key_secret),
                           detail::data(region), detail::size(region), detail::seconds(at), out);
    });
}

/// An auth token or the secret of a shared key, ready to validate webhooks. Any number of threads can use it at once.
class WebhookKey {
public:
    /// `settings` is the request's header X-Twilio-Webhooks-Signature-Settings, if it has one.
    explicit WebhookKey(std::string_view secret, std::optional<std::string_view> settings = {}) {
        detail::answer([&](tat_text* error) {
            tat_webhook_key* key;
            const auto status = tat_webhook_key_new(detail::data(settings), detail::size(settings), detail::data(secret),
                                                    secret.size(), &key, error);
            key_.reset(key);
            return status;
        });
    }

    /// What the header X-Twilio-Signature would be.
    std::string sign(std::string_view url, const Fields& fields = {}) const {
        const auto json = detail::to_json(fields);
        return detail::answer([&](tat_text* out) {
            return tat_webhook_key_sign(key_.get(), detail::data(url), url.size(), json.data(), json.size(), out);
        });
    }

    /// Throws unless Twilio sent this form, or this request without a body. `signature` is the header X-Twilio-Signature, if the
    /// request has it.
    void validate_form(std::optional<std::string_view> signature, std::string_view url, const Fields& fields) const {
        const auto json = detail::to_json(fields);
        detail::answer([&](tat_text* error) {
            return tat_webhook_key_validate_form(key_.get(), detail::data(signature), detail::size(signature), detail::data(url),
                                                 url.size(), json.data(), json.size(), error);
        });
    }

    /// Throws unless Twilio sent this body, whose bytes are as they arrived.
    void validate_body(std::optional<std::string_view> signature, std::string_view url, std::string_view body) const {
        detail::answer([&](tat_text* error) {
            return tat_webhook_key_validate_body(key_.get(), detail::data(signature), detail::size(signature), detail::data(url),
                                                 url.size(), detail::data(body), body.size(), error);
        });
    }

private:
    std::unique_ptr<tat_webhook_key, detail::Free<tat_webhook_key_free>> key_;
};

}  // namespace twilio_access_token

#endif  // TWILIO_ACCESS_TOKEN_HPP
