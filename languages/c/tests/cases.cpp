// Makes the calls that it is asked for, through the C++ header.
#include <iostream>
#include <optional>
#include <string>

#include <twilio_access_token.hpp>

#include "arguments.h"

namespace tat = twilio_access_token;

static std::optional<std::string> next_optional() {
    const argument given = next_argument();
    if (given.data == nullptr) return std::nullopt;
    std::string text(given.data, given.len);
    free(given.data);
    return text;
}

static std::string next() { return next_optional().value(); }

static tat::Time next_time() { return tat::Time(std::chrono::seconds(static_cast<std::int64_t>(next_number()))); }

// Whatever fails, all arguments of a call are read.
struct Key {
    std::string account_sid = next(), api_key_sid = next(), api_key_secret = next();

    template <class Object>
    Object make() const {
        return Object(account_sid, api_key_sid, api_key_secret);
    }
};

static std::string answer(const std::string& call) {
    if (call == "sign" || call == "lines") {
        const Key key;
        const auto token = next();
        const auto now = next_time();
        const auto signer = key.make<tat::Signer>();
        return call == "sign" ? signer.sign(token, now) : signer.sign_lines(token, now);
    }
    if (call == "verify") {
        const Key key;
        const auto leeway = static_cast<std::uint32_t>(next_number());
        const auto token = next();
        const auto now = next_time();
        auto verifier = key.make<tat::Verifier>();
        verifier.set_leeway(leeway);
        return verifier.verify(token, now);
    }
    if (call == "inspect") {
        const auto token = next();
        const auto secret = next_optional(), region = next_optional();
        return tat::inspect(token, secret, region, next_time());
    }
    const auto secret = next();
    const auto settings = next_optional();
    const auto signature = next_optional();
    const auto url = next();
    tat::Fields fields(next_number());
    for (auto& [name, value] : fields) {
        name = next();
        value = next();
    }
    const auto body = next_optional();
    const tat::WebhookKey key(secret, settings);
    if (body) {
        key.validate_body(signature, url, *body);
    } else {
        key.validate_form(signature, url, fields);
    }
    return "";
}

int main() {
    char call[16];
    while (next_call(call)) {
        try {
            const auto text = answer(call);
            std::cout << TAT_OK << ' ' << text.size() << '\n' << text;
        } catch (const tat::Error& error) {
            const std::string what = error.what(), end = ". " + error.hint();
            if (what.size() <= end.size() || what.compare(what.size() - end.size(), end.size(), end) != 0) return 1;
            const auto message = what.substr(0, what.size() - end.size());
            const auto text = "{\"code\":" + tat::quoted(error.code()) + ",\"message\":" + tat::quoted(message) +
                              ",\"hint\":" + tat::quoted(error.hint()) + "}";
            std::cout << error.status() << ' ' << text.size() << '\n' << text;
        }
    }
}
