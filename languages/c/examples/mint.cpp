// Prints a token with which an identity joins a video room: mint IDENTITY. The key is in the environment.
#include <cstdlib>
#include <iostream>
#include <string>

#include <twilio_access_token.hpp>

static std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: mint IDENTITY\n";
        return 2;
    }
    try {
        const twilio_access_token::Signer signer(variable("ACCOUNT_SID"), variable("API_KEY"), variable("API_SECRET"));
        const auto identity = twilio_access_token::quoted(argv[1]);
        std::cout << signer.sign(R"({"grants":{"video":{"room":"daily"}},"identity":)" + identity + "}") << '\n';
    } catch (const twilio_access_token::Error& error) {
        std::cerr << error.code() << ": " << error.what() << '\n';
        return 1;
    }
}
