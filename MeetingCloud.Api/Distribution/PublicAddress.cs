namespace MeetingCloud.Api.Distribution;

/// <summary>The control plane's own address in answers: <c>BASE_URL</c>, or, where it is not set, the one that the caller used.</summary>
internal sealed class PublicAddress(Uri? baseUrl)
{
    private readonly string? _baseUrl = baseUrl?.AbsoluteUri.TrimEnd('/');

    /// <summary>Scheme and authority, without a closing slash.</summary>
    public string Of(HttpRequest request) => _baseUrl ?? $"{request.Scheme}://{request.Host}";
}
