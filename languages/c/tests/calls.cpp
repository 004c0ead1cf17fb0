// What the shared cases do not reach of the C++ header: keys that are added, signatures, texts with anything in them, and
// objects that have been moved from.
#undef NDEBUG
#include <cassert>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <twilio_access_token.hpp>

namespace tat = twilio_access_token;

static const std::string account_sid = "AC0123456789abcdef0123456789abcdef";
static const std::string api_key_sid = "SKfedcba9876543210fedcba9876543210";
static const std::string secret = "NotARealSecret0NotARealSecret012";
static const tat::Time now(std::chrono::seconds(1700000000));

/// The code of what a call throws.
template <class Call>
static std::string code_of(Call call) {
    try {
        call();
    } catch (const tat::Error& error) {
        assert(error.status() == (error.code().rfind("invalid-utf8") == 0 ? TAT_MISUSE : TAT_REJECTED));
        assert(error.hint().size() > 1 && error.hint().back() == '.');
        return error.code();
    }
    return "none";
}

int main() {
    tat::Signer signer(account_sid, api_key_sid, secret);
    assert(code_of([&] { tat::Signer(api_key_sid, account_sid, secret); }) == "sids-swapped");
    assert(code_of([&] { signer.sign(""); }) == "invalid-json");
    assert(code_of([&] { signer.sign(std::string_view()); }) == "invalid-json");
    assert(code_of([&] { signer.sign("\xff"); }) == "invalid-utf8");
    const tat::Time before_1970(std::chrono::seconds(-1));
    assert(code_of([&] { signer.sign(R"({"identity":"alice"})", before_1970); }) == "time-out-of-range");

    const std::string anyone = "a\"b\\c\n\x01 \u00e9";
    const auto jwt = signer.sign("{\"identity\":" + tat::quoted(anyone) + "}", now);
    tat::Verifier verifier(account_sid, "SKfedcba9876543210fedcba9876543211", "another");
    assert(code_of([&] { verifier.verify(jwt, now); }) == "signature-mismatch");
    verifier.add_key(account_sid, api_key_sid, secret);
    assert(verifier.verify(jwt, now).find("\"identity\":\"a\\\"b\\\\c\\n\\u0001 \u00e9\"") != std::string::npos);

    const tat::WebhookKey key("12345");
    const tat::Fields fields = {{"a", anyone}, {"b", ""}};
    const std::string url = "https://example.com/voice";
    const auto signature = key.sign(url, fields);
    key.validate_form(signature, url, fields);
    assert(code_of([&] { key.validate_form(signature, url, {}); }) == "signature-mismatch");
    assert(code_of([&] { key.validate_body(signature, url, std::string_view()); }) == "missing-body-hash");
    assert(code_of([&] { tat::WebhookKey("12345", "algorithm=none"); }) == "unsupported-signature-algorithm");

    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) {
        threads.emplace_back([&] {
            for (int j = 0; j < 50; j++) assert(verifier.verify(signer.sign(R"({"identity":"alice"})", now), now)[0] == '{');
        });
    }
    for (auto& thread : threads) thread.join();

    const tat::Signer other(std::move(signer));
    assert(other.sign(R"({"identity":"alice"})", now).substr(0, 3) == "eyJ");
    try {
        signer.sign("{}");
        assert(false);
    } catch (const tat::Error& error) {
        assert(error.status() == TAT_MISUSE && error.code() == "invalid-argument");
    }
}
