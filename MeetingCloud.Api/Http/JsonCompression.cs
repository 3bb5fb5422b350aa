using System.Net.Mime;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace MeetingCloud.Api.Http;

/// <summary>
/// Compresses JSON that is read: <c>…/data</c> and the manifest of a large meeting shrink to a fifth; the rest is signatures. An answer
/// with a strong entity tag stays as it is, for the tag names these very bytes (RFC 9110, section 8.8.3.3); every file has one, whatever
/// its type.
/// </summary>
internal sealed class JsonCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    public override bool ShouldCompressResponse(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Response.GetTypedHeaders().ETag is null or { IsWeak: true }
        && base.ShouldCompressResponse(context);
}

internal static class JsonCompressionExtensions
{
    public static void AddJsonCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.MimeTypes = [MediaTypeNames.Application.Json];
            // Over TLS as well: a browser sends no credential by itself, and no answer repeats what a stranger could put beside a secret.
            options.EnableForHttps = true;
        });
        services.AddSingleton<IResponseCompressionProvider, JsonCompression>();
    }
}
