// The same for C++17: objects that delete themselves, and errors that are thrown. See the header for C for what each function does.
#ifndef TWILIO_ACCESS_TOKEN_COMPONENT_HPP
#define TWILIO_ACCESS_TOKEN_COMPONENT_HPP

#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "twilio_access_token_component.h"

namespace tac {

/// Why there is no result. `what()` returns the message and the hint, and never shows a secret.
class Error : public std::runtime_error {
public:
    Error(std::string code, const std::string &message, std::string hint)
        : std::runtime_error(hint.empty() ? message : message + ". " + hint), code_(std::move(code)), hint_(std::move(hint)) {}

    /// The reason, in kebab-case.
    const std::string &code() const noexcept { return code_; }

    /// What to do about it, one sentence; empty if there is no advice.
    const std::string &hint() const noexcept { return hint_; }

private:
    std::string code_;
    std::string hint_;
};

/// Seconds since 1970; without any, the time of the host's clock.
using Time = std::optional<std::uint64_t>;

namespace detail {

template <auto function> struct Deleter {
    template <typename T> void operator()(T *object) const { function(object); }
};

template <typename T, auto function> using Pointer = std::unique_ptr<T, Deleter<function>>;

inline void check(tac_error *error) {
    if (error == nullptr) return;
    Pointer<tac_error, tac_error_delete> held(error);
    throw Error(error->code, error->message, error->hint);
}

inline std::string take(char *text) { return Pointer<char, std::free>(text).get(); }

inline const std::uint64_t *pointer(const Time &time) { return time ? &*time : nullptr; }

inline const char *pointer(const std::optional<std::string> &text) { return text ? text->c_str() : nullptr; }

} // namespace detail

/// A Twilio API key.
struct ApiKey {
    std::string account_sid, api_key_sid, api_key_secret;
};

/// The component as compiled code, which threads may share.
class Component {
public:
    explicit Component(const std::string &path) {
        tac_component *made;
        detail::check(tac_component_new(path.c_str(), &made));
        component_.reset(made);
    }

    const tac_component *get() const { return component_.get(); }

private:
    detail::Pointer<tac_component, tac_component_delete> component_;
};

/// An instance of the component, of one thread at a time. The keys and verifiers that are made in it keep it.
class Instance {
public:
    explicit Instance(const Component &component) {
        tac_instance *made;
        detail::check(tac_instance_new(component.get(), &made));
        instance_ = std::shared_ptr<tac_instance>(made, tac_instance_delete);
    }

    tac_instance *get() const { return instance_.get(); }

private:
    std::shared_ptr<tac_instance> instance_;
};

/// A key that signs.
class SigningKey {
public:
    SigningKey(Instance instance, const ApiKey &key) : instance_(std::move(instance)) {
        tac_signing_key *made;
        detail::check(tac_signing_key_new(instance_.get(), key.account_sid.c_str(), key.api_key_sid.c_str(),
                                          key.api_key_secret.c_str(), &made));
        key_.reset(made);
    }

    /// The JWT that a JSON text asks for.
    std::string sign(const std::string &token, Time now = {}) const {
        char *jwt;
        detail::check(tac_signing_key_sign(key_.get(), token.c_str(), detail::pointer(now), &jwt));
        return detail::take(jwt);
    }

private:
    Instance instance_;
    detail::Pointer<tac_signing_key, tac_signing_key_delete> key_;
};

/// Keys that verify.
class TokenVerifier {
public:
    TokenVerifier(Instance instance, const ApiKey &key) : instance_(std::move(instance)) {
        tac_token_verifier *made;
        detail::check(tac_token_verifier_new(instance_.get(), key.account_sid.c_str(), key.api_key_sid.c_str(),
                                             key.api_key_secret.c_str(), &made));
        verifier_.reset(made);
    }

    void add_key(const ApiKey &key) {
        detail::check(tac_token_verifier_add_key(verifier_.get(), key.account_sid.c_str(), key.api_key_sid.c_str(),
                                                 key.api_key_secret.c_str()));
    }

    /// Takes clocks to differ by so many seconds.
    void set_leeway(std::uint32_t seconds) { detail::check(tac_token_verifier_set_leeway(verifier_.get(), seconds)); }

    /// The claims of a token that is valid: JSON.
    std::string verify(const std::string &token, Time now = {}) const {
        char *claims;
        detail::check(tac_token_verifier_verify(verifier_.get(), token.c_str(), detail::pointer(now), &claims));
        return detail::take(claims);
    }

private:
    Instance instance_;
    detail::Pointer<tac_token_verifier, tac_token_verifier_delete> verifier_;
};

/// What is wrong with a token.
using Report = detail::Pointer<tac_report, tac_report_delete>;

inline Report inspect(const Instance &instance, const std::string &token,
                      const std::optional<std::string> &api_key_secret = {},
                      const std::optional<std::string> &region = {}, Time now = {}) {
    tac_report *report;
    detail::check(tac_inspect(instance.get(), token.c_str(), detail::pointer(api_key_secret), detail::pointer(region),
                              detail::pointer(now), &report));
    return Report(report);
}

/// A key that validates webhooks.
class WebhookKey {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    WebhookKey(Instance instance, const std::string &secret, const std::optional<std::string> &settings = {})
        : instance_(std::move(instance)) {
        tac_webhook_key *made;
        detail::check(tac_webhook_key_new(instance_.get(), secret.c_str(), detail::pointer(settings), &made));
        key_.reset(made);
    }

    /// Throws unless Twilio sent this form.
    void validate_form(const std::optional<std::string> &signature, const std::string &url,
                       const Fields &fields = {}) const {
        std::vector<tac_form_field> pointers;
        for (const auto &[name, value] : fields) pointers.push_back({name.c_str(), value.c_str()});
        detail::check(tac_webhook_key_validate_form(key_.get(), detail::pointer(signature), url.c_str(), pointers.data(),
                                                    pointers.size()));
    }

    /// Throws unless Twilio sent this body.
    void validate_body(const std::optional<std::string> &signature, const std::string &url,
                       const std::string &body) const {
        detail::check(tac_webhook_key_validate_body(key_.get(), detail::pointer(signature), url.c_str(), body.data(),
                                                    body.size()));
    }

private:
    Instance instance_;
    detail::Pointer<tac_webhook_key, tac_webhook_key_delete> key_;
};

} // namespace tac

#endif
