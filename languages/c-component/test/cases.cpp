// Runs cases by the C++ classes, as cases.c does by the C functions.
#include <cstdio>
#include <iostream>
#include <iterator>
#include <sstream>

#include "twilio_access_token_component.hpp"

using Text = std::optional<std::string>;

static std::string run(const tac::Instance &instance, const std::string &call, const std::vector<Text> &given) {
    const auto text = [&](std::size_t index) { return given.at(index).value(); };
    const auto number = [&](std::size_t index) { return std::stoull(text(index)); };
    const auto key = [&] { return tac::ApiKey{text(0), text(1), text(2)}; };
    if (call == "sign") return tac::SigningKey(instance, key()).sign(text(3), number(4));
    if (call == "verify") {
        tac::TokenVerifier verifier(instance, key());
        verifier.set_leeway(static_cast<std::uint32_t>(number(3)));
        return verifier.verify(text(4), number(5));
    }
    if (call == "inspect") {
        const auto report = tac::inspect(instance, text(0), given.at(1), given.at(2), number(3));
        std::ostringstream line;
        line << report->signature;
        for (std::size_t i = 0; i < report->findings_count; i++) {
            const auto &finding = report->findings[i];
            line << ' ' << finding.code << ',' << finding.twilio_code << ',' << finding.severity;
        }
        return line.str();
    }
    const tac::WebhookKey webhook(instance, text(0), given.at(1));
    if (given.at(4)) {
        webhook.validate_body(given.at(2), text(3), text(4));
    } else {
        tac::WebhookKey::Fields fields;
        for (std::size_t i = 5; i < given.size(); i += 2) fields.emplace_back(text(i), text(i + 1));
        webhook.validate_form(given.at(2), text(3), fields);
    }
    return "valid";
}

int main(int argc, char **argv) try {
    if (argc != 2) return EXIT_FAILURE;
    // The instance keeps what it needs of the component.
    const tac::Instance instance{tac::Component(argv[1])};
    std::string call, text;
    while (std::getline(std::cin, call, '\0') && std::getline(std::cin, text, '\0')) {
        std::vector<Text> given;
        for (auto count = std::stoul(text); count > 0 && std::getline(std::cin, text, '\0'); count--) {
            given.push_back(text[0] == '+' ? Text(text.substr(1)) : std::nullopt);
        }
        try {
            std::cout << run(instance, call, given) << '\n';
        } catch (const tac::Error &error) {
            std::cout << "error " << error.code() << ": " << error.what() << '\n';
        }
    }
} catch (const tac::Error &error) {
    std::cerr << "error[" << error.code() << "]: " << error.what() << '\n';
    return EXIT_FAILURE;
}
