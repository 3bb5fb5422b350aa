using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>Path and query of a signed link to a blob on any node: which bytes, under which name, and as what the node shows them.</summary>
internal static class BlobLink
{
    /// <param name="name">Of the file, without folders.</param>
    /// <param name="contentType">As the control plane itself would send it.</param>
    public static string Create(
        SignedLinks links, string sha256, string name, string contentType, TimeSpan lifetime, LinkFacts facts = default)
    {
        var path = Routes.Blob(sha256);
        return $"{path}?{ContractHeaders.NameQuery}={Uri.EscapeDataString(name)}&{ContractHeaders.TypeQuery}={Uri.EscapeDataString(contentType)}"
            + $"&{links.Sign(path, lifetime, facts)}";
    }

    /// <summary>What is left of a paper's path where folders do not matter.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
