using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>The control plane's own address in answers: <c>BASE_URL</c>, or, where it is not set, the one that the caller used.</summary>
internal sealed class PublicAddress(Uri? baseUrl)
{
    private const string Variable = "BASE_URL";

    private readonly string? _baseUrl = baseUrl?.GetLeftPart(UriPartial.Authority);

    public static PublicAddress Read(SettingsReader settings)
    {
        var baseUrl = settings.HttpAddress(Variable);
        if (baseUrl is { AbsolutePath: not "/" })
        {
            // Proxies pass paths as they came, and Location headers have paths alone (RFC 9110, section 10.2.2): neither knows of another root.
            settings.Error(Variable, $"has the path '{baseUrl.AbsolutePath}': the control plane needs a host or a port of its own");
        }

        return new PublicAddress(baseUrl);
    }

    /// <summary>Scheme and authority, without a closing slash.</summary>
    public string Of(HttpRequest request) => _baseUrl ?? $"{request.Scheme}://{request.Host}";
}
