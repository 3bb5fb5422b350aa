using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Api.Uploads;

/// <summary>Uploads that can be resumed.</summary>
internal static class UploadsExtensions
{
    public const string CorsPolicy = "uploads";

    /// <summary>For how long a browser need not ask again; the longest that all of them heed.</summary>
    private static readonly TimeSpan s_preflight = TimeSpan.FromHours(2);

    public static void AddUploads(this IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(UploadOptions.Read(settings));
        services.AddSingleton<UploadFolder>();
        services.AddSingleton<UploadMessages>();
        services.AddHostedService(provider => provider.GetRequiredService<UploadMessages>());
        services.AddSingleton<UploadClaims>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<UploadIntake>();
        services.AddSingleton<UploadTickets>();
        services.AddHostedService<UploadSweeper>();

        // From any page: what lets a caller in is the bearer token, which no browser sends by itself as it does cookies.
        services.AddCors(cors => cors.AddPolicy(CorsPolicy, policy => policy
            .AllowAnyOrigin()
            .AllowAnyHeader()
            .WithMethods(HttpMethods.Post, HttpMethods.Head, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options)
            .WithExposedHeaders(
                TusHeaders.Resumable,
                TusHeaders.Version,
                TusHeaders.Extension,
                TusHeaders.MaxSize,
                TusHeaders.ChecksumAlgorithm,
                TusHeaders.Offset,
                TusHeaders.Length,
                TusHeaders.Metadata,
                TusHeaders.Expires,
                HeaderNames.Location,
                HeaderNames.RetryAfter)
            .SetPreflightMaxAge(s_preflight)));
    }
}
