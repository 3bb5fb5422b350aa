namespace MeetingCloud.Web;

/// <summary>The control plane as browsers reach it (<c>BASE_URL</c>): uploads, artwork, audio and downloads go there without this process.</summary>
internal sealed record PublicApi(Uri Address)
{
    /// <summary>Scheme, host and port.</summary>
    public string Origin { get; } = Address.GetLeftPart(UriPartial.Authority);

    /// <param name="path">As <see cref="Contracts.Routes"/> gives them.</param>
    public string Url(string path) => Address.AbsoluteUri.TrimEnd('/') + path;
}
